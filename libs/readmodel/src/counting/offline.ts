import {
  type Category,
  type CivilDate,
  type CorrectionKind,
  type FigureId,
  type Month,
  type RecordedEvent,
  RULE_SET,
  type RuleSet,
  type Stream,
  type StreamId,
  type ToldEvent,
  categoryOf,
  categoryOfStream,
  civilDateAt,
  dayOf,
  figureOf,
  figures,
  firstDayOf,
  lastDayOf,
  monthsReported,
  printedIds,
  ruledBy,
  streamNumber,
  tell,
  toldTypes,
} from '@casetrail/domain';
import { OVERLAP, codeOf, countedDay } from './buckets.ts';
import { CompactFacts } from './compact-facts.ts';
import type { PaperRead } from './figures.ts';
import { kindOfCode } from './kinds.ts';
import { eventsReadBy } from './reading.ts';
import { NotCountable, recount } from './recount.ts';
import { byStream, linksAmong, merged } from './trace.ts';
import type { ByKind, FigureValues } from './values.ts';
import { stepsByKind } from './waterfall.ts';

/** An event as it is stored, with its place and the moment at which it was recorded. */
export type OfflineEvent = { readonly position: number; readonly recordedAt: Date; readonly event: RecordedEvent };
/** What was true on a day, as the ledger had it at a position. */
export type AskedOffline = { readonly asOf: CivilDate; readonly position: number; readonly ruleSet?: RuleSet };
/** How many units make a figure, and the positions of all live events that its rule has read to count them, in order. */
export type ContributingEvents = { readonly units: number; readonly positions: readonly number[] };
/** Figures without a database: at every date and position, from one pass over the events. */
export type OfflineFigures = {
  /** What the paper is printed from, the same as `Figures.paper` of the whole city. */
  readonly paper: (asked: AskedOffline) => PaperRead;
  /** `rule`: the figure whose rule counts (see `ruledBy`). */
  readonly contributions: (rule: FigureId, asked: Omit<AskedOffline, 'ruleSet'>) => ContributingEvents;
};

const told: ReadonlySet<string> = new Set(toldTypes);

/** Takes a ledger in, event by event, and keeps of it what counting needs. */
export class OfflineTrace {
  readonly #numbers = new Map<StreamId, Stream>();
  readonly #told: ToldEvent[] = [];

  /** The next event. Its stream is numbered as the ledger numbers it: by the position of its first event. @throws NotCountable */
  tell({ position, recordedAt, event: { stream, version, type, occurredOn, data } }: OfflineEvent): void {
    if (version === 1) this.#numbers.set(stream, streamNumber(position, categoryOf(stream)));
    if (!told.has(type)) return;
    try {
      const place = { position, stream: this.#numberOf(stream), version, type, on: dayOf(occurredOn), recorded: dayOf(civilDateAt(recordedAt)) };
      this.#told.push(tell(place, data, this.#numberOf));
    } catch (error) {
      throw new NotCountable(position, (error as Error).message);
    }
  }

  /** Counts every unit. `onProgress` hears how many of them are done. @throws NotCountable */
  count(onProgress: (done: number, total: number) => void = () => undefined): OfflineFigures {
    return figuresOf(this.#told, onProgress);
  }

  readonly #numberOf = (stream: StreamId): Stream => {
    const number = this.#numbers.get(stream);
    if (number === undefined) throw new Error(`it names ${stream}, which is not there`);
    return number;
  };
}

/** Counts a whole ledger in memory, by the same rules and the same recount as the read model. @throws NotCountable */
export function countOffline(events: Iterable<OfflineEvent>): OfflineFigures {
  const trace = new OfflineTrace();
  for (const event of events) trace.tell(event);
  return trace.count();
}

const UNITS_AT_ONCE = 500;
const unitNames: ReadonlySet<Category> = new Set(figures.map(({ unit }) => unit));
const isUnit = (stream: Stream) => unitNames.has(categoryOfStream(stream));

function figuresOf(events: readonly ToldEvent[], onProgress: (done: number, total: number) => void): OfflineFigures {
  const histories = byStream(events);
  const reading = readingOf(events);
  const ofUnit = (unit: Stream) => merged(reachedFrom(unit, reading), histories);
  const units = [...new Set([...histories.keys(), ...reading.keys()])].filter(isUnit);
  const facts = new CompactFacts();
  units.forEach((unit, i) => {
    for (const fact of recount(unit, ofUnit(unit), 0, []).opened) facts.add(fact);
    if (i % UNITS_AT_ONCE === 0) onProgress(i, units.length);
  });
  onProgress(units.length, units.length);

  return {
    paper: ({ asOf, position, ruleSet = RULE_SET }) => {
      const kinds = sumsByKind(facts, countedDay(asOf), position);
      const kindsOf = (id: FigureId): ByKind => kinds.get(codeOf(id)) ?? new Map();
      const valueOf = (id: FigureId) => [...kindsOf(id).values()].reduce((sum, n) => sum + n, 0);
      const values = Object.fromEntries(figures.map(({ id }) => [id, valueOf(ruledBy(ruleSet, id))])) as FigureValues;
      const grown = (id: FigureId, month: Month) => growthIn(facts, codeOf(id), month, position);
      return {
        values,
        months: monthsReported(asOf).map((month) => ({ month, numerator: grown('F42', month), denominator: grown('F42-of', month) })),
        steps: printedIds.map((id) => stepsByKind(ruledBy(ruleSet, id), kindsOf)),
      };
    },
    contributions: (rule, { asOf, position }) => {
      const figure = figureOf(rule);
      const day = countedDay(asOf);
      const counted = new Set<Stream>();
      facts.each((fact) => {
        if (fact.figure === figure.code && fact.bucket !== OVERLAP && holdsOn(fact, day) && isBelieved(fact, position)) counted.add(fact.unit);
      });
      const read = new Set<number>();
      for (const unit of counted) {
        const known = ofUnit(unit).filter((event) => event.position <= position);
        for (const event of eventsReadBy(figure, unit, known)) read.add(event.position);
      }
      return { units: counted.size, positions: [...read].sort((a, b) => a - b) };
    },
  };
}

type Edges = { readonly validFrom: number; readonly validTo: number; readonly believedFrom: number; readonly believedTo: number };
const holdsOn = ({ validFrom, validTo }: Edges, day: number) => validFrom <= day && day < validTo;
const isBelieved = ({ believedFrom, believedTo }: Edges, position: number) => believedFrom <= position && (believedTo === 0 || believedTo > position);

/** By reader, the streams that it reads. */
function readingOf(events: readonly ToldEvent[]): Map<Stream, Set<Stream>> {
  const reading = new Map<Stream, Set<Stream>>();
  for (const [reader, read] of linksAmong(events)) {
    const mine = reading.get(reader);
    if (mine) mine.add(read);
    else reading.set(reader, new Set([read]));
  }
  return reading;
}

/** A unit and all that it reads, however indirectly. */
function reachedFrom(unit: Stream, reading: ReadonlyMap<Stream, ReadonlySet<Stream>>): Stream[] {
  const reached = new Set([unit]);
  for (const stream of reached) for (const read of reading.get(stream) ?? []) reached.add(read);
  return [...reached];
}

/** What each kind of correction changed of each figure on a day, as known at a position: the sum of all is the figure. */
function sumsByKind(facts: CompactFacts, day: number, position: number): Map<number, ByKind> {
  const sums = new Map<number, Map<CorrectionKind | undefined, number>>();
  const add = (figure: number, code: number, n: number) => {
    const mine = sums.get(figure) ?? new Map<CorrectionKind | undefined, number>();
    const kind = kindOfCode(code);
    sums.set(figure, mine.set(kind, (mine.get(kind) ?? 0) + n));
  };
  facts.each((fact) => {
    if (!holdsOn(fact, day) || fact.believedFrom > position) return;
    add(fact.figure, fact.fromKind, fact.amount);
    if (fact.believedTo !== 0 && fact.believedTo <= position) add(fact.figure, fact.toKind, -fact.amount);
  });
  return sums;
}

/** By how much a figure grew in a month. */
function growthIn(facts: CompactFacts, figure: number, month: Month, position: number): number {
  const [first, last] = [countedDay(firstDayOf(month)), countedDay(lastDayOf(month))];
  let grown = 0;
  facts.each((fact) => {
    if (fact.figure !== figure || !isBelieved(fact, position)) return;
    if (first <= fact.validFrom && fact.validFrom <= last) grown += fact.amount;
    if (first <= fact.validTo && fact.validTo <= last) grown -= fact.amount;
  });
  return grown;
}
