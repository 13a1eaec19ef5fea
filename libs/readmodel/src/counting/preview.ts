import {
  type CivilDate,
  type District,
  type FigureId,
  type RecordedEvent,
  type Stream,
  type StreamId,
  type ToldEvent,
  categoryOf,
  dayOf,
  figures,
  namedStreams,
  streamNumber,
  tell,
  toldTypes,
} from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { factList, factOf, interestOf, recountUnits } from './advance.ts';
import { OVERLAP, countedDay, districtOf } from './buckets.ts';
import { type Known, NotCountedYet } from './known.ts';
import type { Fact } from './recount.ts';
import { SERVING } from './schema.ts';
import { type TraceRow, linksAmong, toldOf, traceColumns } from './trace.ts';

/** What some events would change of one figure on one day: in the city, and in each district where that is not nothing. */
export type FigureChange = { readonly figure: FigureId; readonly change: number; readonly districts: Readonly<Partial<Record<District, number>>> };

/** The statements of a batch, with links that are not recorded: $3 the readers, $4 what they read. */
const touched = {
  name: 'counting.preview-touched',
  text: `with recursive
    linked(reader, read) as not materialized (select reader, read from ${SERVING}.link union all select * from unnest($3::bigint[], $4::bigint[])),
    up(stream, interest) as (
      select * from unnest($1::bigint[], $2::int[]) union select linked.reader, up.interest from up join linked on linked.read = up.stream),
    units as (select distinct stream as unit from up where interest >> (stream % 32)::int & 1 = 1),
    down(unit, stream) as (select unit, unit from units union select down.unit, linked.read from down join linked on linked.reader = down.stream)
    select unit, array_agg(stream) from down group by unit`,
};
const history = {
  name: 'counting.preview-history',
  text: `select ${traceColumns} from ${SERVING}.trace where stream = any($1::bigint[]) and position <= $2 order by position`,
};
const believed = { name: 'counting.preview-believed', text: `select ${factList} from ${SERVING}.fact where unit = any($1::bigint[]) and believed_to = 0` };
const numbers = { name: 'counting.preview-numbers', text: 'select id, no from ledger.streams where id = any($1)' };

/**
 * What the figures would be if some events were recorded next, on a day: the same rules and the same recount as for events that are. Nothing is written.
 * @throws NotCountedYet when the figures are behind the end of the ledger: then nobody knows what the next event changes
 */
export async function previewOf(
  db: ClientBase,
  { checkpoint }: Known,
  events: readonly RecordedEvent[],
  asOf: CivilDate,
  recordedOn: CivilDate,
): Promise<readonly FigureChange[]> {
  const { rows: heads } = await db.query<{ head: string }>('select coalesce(max(position), 0) as head from ledger.events');
  const head = Number(heads[0]?.head);
  if (head !== checkpoint) throw new NotCountedYet(head, checkpoint);

  const batch = await toldAs(db, events, head, dayOf(recordedOn));
  if (batch.length === 0) return [];
  const links = linksAmong(batch);
  const rows = async <R>(statement: { name: string; text: string }, values: unknown[]) =>
    (await db.query({ ...statement, values, rowMode: 'array' })).rows as R[];
  const units = await rows<[string, string[]]>(touched, [...interestOf(batch), links.map(([reader]) => reader), links.map(([, read]) => read)]);
  const told = (await rows<TraceRow>(history, [[...new Set(units.flatMap(([, streams]) => streams))], head])).map(toldOf);
  const facts = (await rows<unknown[]>(believed, [units.map(([unit]) => unit)])).map(factOf);
  const { closed, opened } = recountUnits(units, [...told, ...batch], facts, head);
  return changesOn(countedDay(asOf), closed, opened);
}

/** Events as counting would be told them, at the positions after the head. A stream that does not exist yet is numbered as it would be. */
async function toldAs(db: ClientBase, events: readonly RecordedEvent[], head: number, recorded: number): Promise<ToldEvent[]> {
  const counted = events.filter(({ type }) => toldTypes.includes(type));
  const ids = [...new Set(counted.flatMap(({ stream, type, data }) => [stream, ...namedStreams(type, data)]))];
  const { rows } = await db.query<{ id: StreamId; no: string }>({ ...numbers, values: [ids] });
  const known = new Map<StreamId, Stream>(rows.map(({ id, no }) => [id, Number(no)]));
  events.forEach(({ stream }, i) => {
    if (!known.has(stream)) known.set(stream, streamNumber(head + 1 + i, categoryOf(stream)));
  });
  return events.flatMap(({ stream, version, type, occurredOn, data }, i) =>
    toldTypes.includes(type)
      ? [
          tell({ position: head + 1 + i, stream: known.get(stream) as Stream, version, type, on: dayOf(occurredOn), recorded }, data, (id) => {
            const number = known.get(id);
            if (number === undefined) throw new Error(`${id} is not there`);
            return number;
          }),
        ]
      : [],
  );
}

function changesOn(day: number, closed: readonly Fact[], opened: readonly Fact[]): FigureChange[] {
  const isOn = ({ validFrom, validTo }: Fact) => validFrom <= day && day < validTo;
  const changes = new Map<string, number>();
  const add = (figure: number, bucket: number, n: number) => changes.set(`${figure}|${bucket}`, (changes.get(`${figure}|${bucket}`) ?? 0) + n);
  for (const fact of closed.filter(isOn)) add(fact.figure, fact.bucket, -fact.amount);
  for (const fact of opened.filter((one) => isOn(one) && one.believedTo === 0)) add(fact.figure, fact.bucket, fact.amount);
  return figures.flatMap(({ id, code }): FigureChange[] => {
    const mine = [...changes].flatMap(([key, n]) => {
      const [figure, bucket] = key.split('|').map(Number) as [number, number];
      return figure === code && n !== 0 ? [{ bucket, n }] : [];
    });
    if (mine.length === 0) return [];
    const districts = Object.fromEntries(mine.flatMap(({ bucket, n }) => (bucket === OVERLAP ? [] : [[districtOf(bucket), n]])));
    return [{ figure: id, change: mine.reduce((sum, { n }) => sum + n, 0), districts }];
  });
}
