import {
  type Category,
  type Counted,
  type Figure,
  FOREVER,
  History,
  type Position,
  type Span,
  type Stream,
  type ToldEvent,
  categories,
  categoryOfStream,
  figures,
  overlaps,
  relations,
  toldTypes,
} from '@casetrail/domain';
import { OVERLAP, bucketOf } from './buckets.ts';
import { ORDINARY, kindCodeOf } from './kinds.ts';

/** The ledger holds an event that cannot be counted. Counting stops before it, and says why. */
export class NotCountable extends Error {
  readonly position: number;
  constructor(position: number, reason: string) {
    super(`The event at position ${position} cannot be counted: ${reason}`);
    this.name = 'NotCountable';
    this.position = position;
  }
}

type Edges = { readonly validFrom: number; readonly validTo: number; readonly since: Position; readonly until: Position };
type Row = Edges & { readonly figure: number; readonly unit: Stream; readonly bucket: number; readonly amount: number };
/** One counted unit of one figure in one district: when it holds, and from which position to which we believed it. */
export type Fact = Row & {
  readonly believedFrom: Position;
  readonly believedFromDay: number;
  believedTo: Position;
  believedToDay: number;
  /** The kinds of correction (see kinds.ts) of the events that made it believed, and no longer believed. */
  readonly fromKind: number;
  toKind: number;
};

const VOID = 'RecordVoided';
const figuresOf = new Map<Category, readonly Figure[]>(Object.keys(categories).map((name) => [name as Category, figures.filter(({ unit }) => unit === name)]));
/** By category and event type: which of the category's figures the event may move. A void may move all of them: what it voids, only the history knows. */
const movedBy = new Map<Category, ReadonlyMap<string, readonly number[]>>(
  [...figuresOf].map(([category, mine]) => [
    category,
    new Map(
      toldTypes.flatMap((type) => {
        const moved = mine.flatMap(({ reads }, i) => (type === VOID || reads.some((read) => read === type) ? [i] : []));
        return moved.length > 0 ? [[type, moved] as const] : [];
      }),
    ),
  ]),
);

/** The codes of the categories whose streams are units of some figure. */
export const unitCategories: readonly number[] = [...figuresOf].filter(([, mine]) => mine.length > 0).map(([category]) => categories[category]);
/** Bit n is set when units of the category with code n are told of events of this type. */
export const interestIn: ReadonlyMap<string, number> = new Map(
  toldTypes.map((type) => [type, [...movedBy].filter(([, moved]) => moved.has(type)).reduce((bits, [category]) => bits | (1 << categories[category]), 0)]),
);

function inDayRange(day: number): number {
  if (day < 0 || day > FOREVER) throw new RangeError(`day ${day} cannot be counted`);
  return day;
}

const rowOf = (figure: number, unit: Stream, bucket: number, amount: number, span: Span<unknown>): Row => ({
  figure,
  unit,
  bucket,
  amount,
  validFrom: inDayRange(span.from),
  validTo: inDayRange(span.to),
  since: span.since,
  until: span.until,
});

function rowsOf({ code, count }: Figure, unit: Stream, history: History<ToldEvent>): Row[] {
  const spans: readonly Span<Counted>[] = count(unit, history);
  const rows = spans.map((span) => rowOf(code, unit, bucketOf(span.value.district), span.value.amount, span));
  if (rows.length < 2) return rows;
  for (const span of overlaps(spans)) rows.push(rowOf(code, unit, OVERLAP, -span.value, span));
  return rows.sort(byPlace);
}

const byPlace = (a: Row, b: Row) => a.bucket - b.bucket || a.validFrom - b.validFrom;
const isSame = (a: Row, b: Row) =>
  a.bucket === b.bucket && a.validFrom === b.validFrom && a.validTo === b.validTo && a.amount === b.amount && a.since === b.since && a.until === b.until;

/**
 * Tells a unit its events one by one, in ledger order, and counts again after each that lies beyond `after`. What is no longer true is closed at
 * that event, what is new is opened there: so the result does not depend on how the ledger was cut into batches.
 * `believed` holds the unit's facts believed at `after`. Returns those that were closed since, and those opened (some of them closed again).
 */
export function recount(
  unit: Stream,
  events: readonly ToldEvent[],
  after: Position,
  believed: readonly Fact[],
): { readonly closed: readonly Fact[]; readonly opened: readonly Fact[] } {
  const category = categoryOfStream(unit);
  const mine = figuresOf.get(category) as readonly Figure[];
  const movable = movedBy.get(category) as ReadonlyMap<string, readonly number[]>;
  const current = mine.map(({ code }) =>
    believed
      .filter(({ figure }) => figure === code)
      .map((fact) => ({ ...fact }))
      .sort(byPlace),
  );
  const history = new History<ToldEvent>(relations);
  const closed: Fact[] = [];
  const opened: Fact[] = [];
  for (const event of events) {
    // A rule that saw more than it declares would depend on what else happened to be in the batch.
    const moved = movable.get(event.type);
    if (!moved) continue;
    history.learn(event);
    if (event.position <= after) continue;
    const kind = kindCodeOf(event);
    for (const i of moved) {
      const gone = supersede(current[i] as Fact[], countedBy(mine[i] as Figure, unit, history, event), (row) => {
        const fact: Fact = {
          ...row,
          believedFrom: event.position,
          believedFromDay: inDayRange(event.recorded),
          believedTo: 0,
          believedToDay: FOREVER,
          fromKind: kind,
          toKind: ORDINARY,
        };
        opened.push(fact);
        return fact;
      });
      for (const fact of gone) {
        fact.believedTo = event.position;
        fact.believedToDay = inDayRange(event.recorded);
        fact.toKind = kind;
        if (fact.believedFrom <= after) closed.push(fact);
      }
    }
  }
  return { closed, opened };
}

function countedBy(figure: Figure, unit: Stream, history: History<ToldEvent>, event: ToldEvent): readonly Row[] {
  try {
    return rowsOf(figure, unit, history);
  } catch (error) {
    throw new NotCountable(event.position, `${figure.id}, unit ${unit}: ${(error as Error).message}`);
  }
}

/** Replaces `before` by `now`, keeping the facts that are still the same; returns those that are gone. Most events change nothing, or only the newest span. */
function supersede(before: Fact[], now: readonly Row[], open: (row: Row) => Fact): readonly Fact[] {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && isSame(before[head] as Row, now[head] as Row)) head++;
  if (head === before.length && head === now.length) return [];
  let tail = 0;
  while (tail < most - head && isSame(before.at(-1 - tail) as Row, now.at(-1 - tail) as Row)) tail++;
  const gone = before.slice(head, before.length - tail);
  const next = now.slice(head, now.length - tail).map((row) => {
    const kept = gone.findIndex((fact) => isSame(fact, row));
    return kept < 0 ? open(row) : (gone.splice(kept, 1)[0] as Fact);
  });
  before.splice(head, before.length - head - tail, ...next);
  return gone;
}
