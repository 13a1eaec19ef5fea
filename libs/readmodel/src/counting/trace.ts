import { type StreamId, type Stream, type ToldEvent, linksOf, namedStreams, relations, tell, toldTypes } from '@casetrail/domain';
import { texts } from '@casetrail/ledger';
import type { ClientBase } from 'pg';
import { skippedBy } from '../operations/skips.ts';
import { NotCountable } from './recount.ts';

/** A row of `relevant`. */
export type ReadRow = [position: string, stream: string, version: number, type: string, on: number, recorded: number, data: unknown];

/** Days are those of Asia/Shanghai, which has had no daylight saving since 1991. $1 the types that matter; further parameters are those of the condition. */
export const relevant = (condition: string): string =>
  `select position, stream, version, type, occurred_on - date '2000-01-01', (recorded_at at time zone interval '8 hours')::date - date '2000-01-01',
          convert_from(bytes, 'UTF8')::json -> 'data'
   from ledger.events where type = any($1) and ${condition} order by position`;
const inRange = { name: 'counting.relevant', text: relevant('position > $2 and position <= $3') };
/** As a parameter. */
export const relevantTypes = texts(toldTypes);

/** The events that matter between two positions, as counting is told them, without those that it leaves out. */
export async function readTold(db: ClientBase, after: number, until: number): Promise<ToldEvent[]> {
  const skipped = await skippedBy('figures', db);
  const { rows } = await db.query<ReadRow>({ ...inRange, values: [relevantTypes, after, until], rowMode: 'array' });
  return toldAs(db, rows, skipped);
}

/** Events that were read, as counting is told them, without some positions. The numbers of the streams they name are looked up at once. */
export async function toldAs(db: ClientBase, read: readonly ReadRow[], skipped: readonly number[]): Promise<ToldEvent[]> {
  const rows = skipped.length === 0 ? read : read.filter(([position]) => !skipped.includes(Number(position)));
  const named = [...new Set(rows.flatMap(([, , , type, , , data]) => namedStreams(type, data)))];
  const numbers = new Map<StreamId, Stream>();
  if (named.length > 0) {
    const found = await db.query<{ id: StreamId; no: string }>({
      name: 'counting.numbers',
      text: 'select id, no from ledger.streams where id = any($1)',
      values: [texts(named)],
    });
    for (const { id, no } of found.rows) numbers.set(id, Number(no));
  }
  const numberOf = (stream: StreamId) => {
    const number = numbers.get(stream);
    if (number === undefined) throw new Error(`it names ${stream}, which is not there`);
    return number;
  };
  return rows.map(([position, stream, version, type, on, recorded, data]) => {
    try {
      return tell({ position: Number(position), stream: Number(stream), version, type, on, recorded }, data, numberOf);
    } catch (error) {
      throw new NotCountable(Number(position), (error as Error).message);
    }
  });
}

export const linksAmong = (events: readonly ToldEvent[]): (readonly [reader: Stream, read: Stream])[] => events.flatMap((event) => linksOf(event, relations));

export type TraceRow = [
  position: string | number,
  stream: string | number,
  version: string | number,
  type: string,
  on: string | number,
  recorded: string | number,
  data: string,
];
/** The columns of `trace` in the order that `toldOf` takes them. */
export const traceColumns = 'position, stream, version, type, occurred_on, recorded_on, data';
const nothing = {};
export const toldOf = ([position, stream, version, type, on, recorded, data]: TraceRow): ToldEvent =>
  // What is read back was told in this shape.
  ({
    position: Number(position),
    stream: Number(stream),
    version: Number(version),
    type,
    on: Number(on),
    recorded: Number(recorded),
    data: data === '{}' ? nothing : (JSON.parse(data) as unknown),
  }) as ToldEvent;

/** Events by stream, each stream in ledger order when they come in it. */
export function byStream(events: Iterable<ToldEvent>): Map<Stream, ToldEvent[]> {
  const streams = new Map<Stream, ToldEvent[]>();
  for (const event of events) {
    const mine = streams.get(event.stream);
    if (mine) mine.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}

/** The events of several streams, in ledger order. */
export function merged(streams: readonly Stream[], histories: ReadonlyMap<Stream, readonly ToldEvent[]>): readonly ToldEvent[] {
  const found = streams.flatMap((stream) => {
    const events = histories.get(stream);
    return events ? [events] : [];
  });
  return found.length === 1 ? (found[0] as readonly ToldEvent[]) : found.flat().sort((a, b) => a.position - b.position);
}
