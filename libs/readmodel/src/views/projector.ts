import { type RecordedEvent, type StreamId, categoryOf } from '@casetrail/domain';
import { type StoredEvent, parseBytes } from '@casetrail/ledger';
import type { ClientBase, Pool, QueryConfig } from 'pg';
import { headWithSkips, skippedIn } from '../operations/skips.ts';
import { SETTINGS, inTransaction, together } from '../transactions.ts';
import { corrections } from './correction-row.ts';
import { crimeGroups, groupMembers } from './crime-group-row.ts';
import { criminalCases } from './criminal-case-row.ts';
import { type History, NotProjectable, historyOf } from './history.ts';
import { persons } from './person-row.ts';
import type { Projection } from './projection.ts';
import { records } from './record-row.ts';
import { SERVING, SHAPE } from './schema.ts';
import { suspects } from './suspect-row.ts';

/** The rows were written in another shape than this program writes: they must be rebuilt. */
export class ViewsOutdated extends Error {
  constructor(written: number) {
    super(`The views are in shape ${written}, this program writes shape ${SHAPE}: rebuild them.`);
    this.name = 'ViewsOutdated';
  }
}

export const projections: readonly Projection[] = [criminalCases, suspects, persons, crimeGroups, groupMembers, ...records, corrections];
/** Each table once: several categories may share one. */
export const viewTables: readonly Projection[] = [...new Map(projections.map((one) => [one.table, one])).values()];

type Row = { stream: string; position: string; recorded_at: Date; bytes: Buffer };

/** Names of streams, as a query of their numbers in which $1 is the last position that is read. */
export type Streams = { readonly name: string; readonly text: string };
const touched: Streams = { name: 'touched', text: 'select distinct stream from ledger.events where position > $2 and position <= $1' };

/** The whole histories, up to a position and without those that are left out, of the streams that a query names; `values` are its further parameters. */
export async function readHistories(
  db: ClientBase,
  { name, text }: Streams,
  until: number,
  values: readonly unknown[],
  skipped: readonly number[],
): Promise<History[]> {
  const { rows } = await db.query<Row>({
    name: `views.${name}`,
    text: `select e.stream, e.position, e.recorded_at, e.bytes from (${text}) t(stream) join ledger.events e on e.stream = t.stream and e.position <= $1 order by e.stream, e.version`,
    values: [until, ...values],
  });
  const told = skipped.length === 0 ? rows : rows.filter(({ position }) => !skipped.includes(Number(position)));
  return [...grouped(told, ({ stream }) => stream).values()].map((mine) => historyOf(mine.map(storedOf)));
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function storedOf({ stream, position, recorded_at: recordedAt, bytes }: Row): StoredEvent {
  let event: RecordedEvent;
  try {
    event = parseBytes(bytes);
  } catch (error) {
    throw new NotProjectable(Number(position), (error as Error).message);
  }
  return { position: Number(position), streamNo: Number(stream), recordedAt, event };
}

/** Writes the rows of whole histories: one statement a table, and one more where nothing stands of a stream; then those that come with them. */
export async function writeRows(db: ClientBase, schema: string, histories: readonly History[], ...more: readonly QueryConfig[]): Promise<void> {
  const byCategory = grouped(histories, ({ id }) => categoryOf(id));
  await together(db, ...projections.flatMap((projection) => [...written(schema, projection, byCategory.get(projection.category) ?? [])]), ...more);
}

function* written(schema: string, { table, columns, key, records }: Projection, histories: readonly History[]): Generator<QueryConfig> {
  if (histories.length === 0) return;
  const rowsOf = histories.map((history) => ({ id: history.id, rows: records(history) }));
  const isOneToOne = key.length === 1;
  const gone: StreamId[] = rowsOf.filter(({ rows }) => !isOneToOne || rows.length === 0).map(({ id }) => id);
  if (gone.length > 0) yield { name: `${schema}.${table}.gone`, text: `delete from ${schema}.${table} where ${key[0]} = any($1)`, values: [gone] };
  const rows = rowsOf.flatMap((one) => one.rows);
  if (rows.length === 0) return;
  const names = columns.join(', ');
  const changing = columns.filter((column) => !key.includes(column));
  yield {
    name: `${schema}.${table}.written`,
    text: `insert into ${schema}.${table} (${names}) select ${names} from json_populate_recordset(null::${schema}.${table}, $1::json)
     on conflict (${key.join(', ')}) do update set (${changing.join(', ')}) = row(${changing.map((column) => `excluded.${column}`).join(', ')})`,
    values: [JSON.stringify(rows)],
  };
}

/**
 * Projects at most `size` further positions, none beyond `limit`, inside a transaction that is already open, with SETTINGS; false when there are none, or another
 * projector holds the checkpoint. Every stream touched is read and written whole, as it stood at the last of those positions: rows follow from the checkpoint alone.
 * @throws NotProjectable when the ledger holds what cannot be shown; ViewsOutdated when a rebuild is due
 */
export async function advance(db: ClientBase, size: number, schema = SERVING, limit = Infinity): Promise<boolean> {
  // The head is asked for under the lock: what came to the ledger since the last one let go is not missed.
  const [[state], [[head, skips]]] = (await together(
    db,
    { name: `${schema}.lock`, text: `select position, shape from ${schema}.checkpoint where projector = 'views' for update skip locked` },
    { name: 'views.head', text: headWithSkips },
  )) as [[position: string, shape: number][], [[position: string, skips: Buffer[]]]];
  if (!state) return false;
  const [after, shape] = [Number(state[0]), state[1]];
  if (shape !== SHAPE) throw new ViewsOutdated(shape);
  const until = Math.min(after + size, Number(head), limit);
  if (until <= after) return false;
  const stand = { name: `${schema}.stand`, text: `update ${schema}.checkpoint set position = $1 where projector = 'views'`, values: [until] };
  await writeRows(db, schema, await readHistories(db, touched, until, [after], skippedIn('views', skips)), stand);
  return true;
}

/** Brings the views up to date by one batch of positions, rows and checkpoint in one transaction; false when there was nothing to do here. */
export const projectViews = (pool: Pool, batchSize = 500): Promise<boolean> => inTransaction(pool, `begin; ${SETTINGS}`, (db) => advance(db, batchSize));
