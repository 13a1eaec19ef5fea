import {
  type CivilDate,
  type District,
  type EventId,
  type Figure,
  type FigureId,
  type PersonId,
  FOREVER,
  type Stream,
  type StreamId,
  type ToldEvent,
  categories,
  dateOf,
  eventIdOf,
  figureOf,
  isPersonFigure,
  printedFigures,
} from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { OVERLAP, bucketAsked, codeOf, countedDay, districtOf } from './buckets.ts';
import type { Known } from './known.ts';
import { eventsReadBy } from './reading.ts';
import { SERVING } from './schema.ts';
import { type TraceRow, byStream, merged, toldOf, traceColumns } from './trace.ts';

/** One unit that a figure counts in one district, with every live event that its rule has read. */
export type CountedUnit = {
  readonly unit: StreamId;
  readonly district: District;
  readonly amount: number;
  readonly from: CivilDate;
  /** The day on which it stops to hold, if that is known. */
  readonly to?: CivilDate;
  readonly since: { readonly position: number; readonly event: EventId };
  readonly until?: { readonly position: number; readonly event: EventId };
  readonly believedFrom: number;
  readonly events: readonly EventId[];
};
export type FactsPage = { readonly facts: readonly CountedUnit[]; readonly next?: string };
export type FactsAsked = {
  readonly asOf: CivilDate;
  readonly district?: District | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
};

const page = {
  name: 'counting.facts',
  text: `select unit, bucket, amount, valid_from, valid_to, since, until, believed_from from ${SERVING}.fact
         where figure = $1 and bucket <> ${OVERLAP} and ($5 = 0 or bucket = $5) and (unit, bucket) > ($6, $7) and valid_from <= $2 and valid_to > $2
           and believed_from <= $3 and (believed_to = 0 or believed_to > $3)
         order by unit, bucket limit $4`,
};
const reach = {
  name: 'counting.reach',
  text: `with recursive down(unit, stream) as (
           select u, u from unnest($1::bigint[]) u union select down.unit, link.read from down join ${SERVING}.link on link.reader = down.stream)
         select unit, array_agg(stream) as streams from down group by unit`,
};
const history = {
  name: 'counting.history',
  text: `select ${traceColumns} from ${SERVING}.trace where stream = any($1::bigint[]) and position <= $2 order by position`,
};

type Row = [unit: string, bucket: number, amount: string, from: number, to: number, since: string, until: string, believedFrom: string];
const cursorOf = ([unit, bucket]: Row) => `${unit}.${bucket}`;
const START = '0.0';
const MOST = 1000;

/** A cursor of this list is the last row of the page before. @throws RangeError for what is no cursor */
function placeOf(cursor: string): readonly [unit: string, bucket: string] {
  if (!/^\d{1,18}\.\d{1,2}$/.test(cursor)) throw new RangeError(`${cursor} is no place in this list`);
  return cursor.split('.') as [string, string];
}

/** One page of what a figure counts, oldest units first. */
export async function factsOf(db: ClientBase, id: FigureId, known: Known, { asOf, district, after = START, limit = 50 }: FactsAsked): Promise<FactsPage> {
  const size = Math.min(Math.max(1, limit), MOST);
  const { rows } = await db.query<Row>({
    ...page,
    values: [codeOf(id), countedDay(asOf), known.position, size + 1, bucketAsked(district), ...placeOf(after)],
    rowMode: 'array',
  });
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { facts: await described(db, figureOf(id), shown, known.position), ...(rows.length > size && last && { next: cursorOf(last) }) };
}

/** One figure that a person counts in. */
export type CountedPerson = { readonly figure: FigureId; readonly facts: readonly CountedUnit[] };

/** $1 the person; every identity that was ever linked with it. The rules decide which of them is the one that counts. */
const ofPerson = {
  name: 'counting.of-person',
  text: `with recursive one(stream) as (
      select no from ledger.streams where id = $1
      union select case when link.read = one.stream then link.reader else link.read end from one join ${SERVING}.link on link.read = one.stream or link.reader = one.stream
      where link.read % 32 = ${categories.person} and link.reader % 32 = ${categories.person})
    select figure, unit, bucket, amount, valid_from, valid_to, since, until, believed_from from ${SERVING}.fact
    where unit in (select stream from one) and figure = any($4::smallint[]) and bucket <> ${OVERLAP} and valid_from <= $2 and valid_to > $2
      and believed_from <= $3 and (believed_to = 0 or believed_to > $3)
    order by figure, unit, bucket`,
};

/** In which of the printed figures of persons somebody counts, and why. */
export async function personCounted(db: ClientBase, id: PersonId, known: Known, asOf: CivilDate): Promise<CountedPerson[]> {
  const asked = printedFigures.filter(({ id: figure }) => isPersonFigure(figure));
  const { rows } = await db.query<[figure: number, ...Row]>({
    ...ofPerson,
    values: [id, countedDay(asOf), known.position, asked.map(({ code }) => code)],
    rowMode: 'array',
  });
  const counted: CountedPerson[] = [];
  for (const figure of asked) {
    const mine = rows.flatMap(([code, ...row]) => (code === figure.code ? [row] : []));
    if (mine.length > 0) counted.push({ figure: figure.id, facts: await described(db, figure, mine, known.position) });
  }
  return counted;
}

/** Rows of facts with the events that the rule read to count each unit. */
async function described(db: ClientBase, figure: Figure, rows: readonly Row[], position: number): Promise<CountedUnit[]> {
  const events = await eventsRead(db, figure, [...new Set(rows.map(([unit]) => Number(unit)))], position);
  const names = await namesOf(db, [...new Set([...events].flatMap(([unit, read]) => [unit, ...read.map(({ stream }) => stream)]))]);
  const name = (stream: Stream) => names.get(stream) as StreamId;
  const idOf = ({ stream, version }: ToldEvent) => eventIdOf(name(stream), version);
  return rows.map(([unit, bucket, amount, from, to, since, until, believedFrom]): CountedUnit => {
    const read = events.get(Number(unit)) ?? [];
    const edge = (at: string) => ({ position: Number(at), event: idOf(read.find((event) => event.position === Number(at)) as ToldEvent) });
    return {
      unit: name(Number(unit)),
      district: districtOf(bucket),
      amount: Number(amount),
      from: dateOf(from),
      ...(to !== FOREVER && { to: dateOf(to), until: edge(until) }),
      since: edge(since),
      believedFrom: Number(believedFrom),
      events: read.map(idOf),
    };
  });
}

/** By unit, the live events that the rule of a figure reads when it counts the unit, in ledger order. */
async function eventsRead(db: ClientBase, figure: Figure, units: readonly Stream[], position: number): Promise<Map<Stream, readonly ToldEvent[]>> {
  const histories = await historiesOf(db, units, position);
  return new Map([...histories].map(([unit, told]) => [unit, eventsReadBy(figure, unit, told)]));
}

/** By unit, all that its history includes up to a position, in ledger order. */
export async function historiesOf(db: ClientBase, units: readonly Stream[], position: number): Promise<Map<Stream, readonly ToldEvent[]>> {
  const { rows: reached } = await db.query<{ unit: string; streams: string[] }>({ ...reach, values: [units] });
  const { rows } = await db.query<TraceRow>({ ...history, values: [[...new Set(reached.flatMap(({ streams }) => streams))], position], rowMode: 'array' });
  const histories = byStream(rows.map(toldOf));
  return new Map(reached.map(({ unit, streams }) => [Number(unit), merged(streams.map(Number), histories)]));
}

export async function namesOf(db: ClientBase, streams: readonly Stream[]): Promise<Map<Stream, StreamId>> {
  const { rows } = await db.query<{ id: StreamId; no: string }>({
    name: 'counting.names',
    text: 'select id, no from ledger.streams where no = any($1::bigint[])',
    values: [streams],
  });
  return new Map(rows.map(({ id, no }) => [Number(no), id]));
}
