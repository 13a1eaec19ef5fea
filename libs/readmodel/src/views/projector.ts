import { type RecordedEvent, type StreamId, categoryOf } from '@casetrail/domain';
import { type StoredEvent, parseBytes } from '@casetrail/ledger';
import type { ClientBase, Pool } from 'pg';
import { skippedBy } from '../operations/skips.ts';
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

/** Plans must not depend on how little there was in the tables when the statistics were taken. */
export const settings = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off; set local jit = off';

type Row = { stream: string; position: string; recorded_at: Date; bytes: Buffer };

/** The whole histories, up to a position and without the events that are left out, of the streams that a query of stream numbers names; in it, `$1` is that position and `values` follow. */
export async function readHistories(db: ClientBase, streams: string, until: number, values: readonly unknown[]): Promise<History[]> {
  const { rows } = await db.query<Row>(
    `select e.stream, e.position, e.recorded_at, e.bytes from (${streams}) t(stream) join ledger.events e on e.stream = t.stream and e.position <= $1 and e.position <> all($${values.length + 2}::bigint[])
     order by e.stream, e.version`,
    [until, ...values, await skippedBy('views', db)],
  );
  return [...grouped(rows, ({ stream }) => stream).values()].map((mine) => historyOf(mine.map(storedOf)));
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

/** Writes the rows of whole histories: one statement a table, and one more where nothing stands of a stream. */
export async function writeRows(db: ClientBase, schema: string, histories: readonly History[]): Promise<void> {
  const byCategory = grouped(histories, ({ id }) => categoryOf(id));
  for (const projection of projections) await writeTable(db, schema, projection, byCategory.get(projection.category) ?? []);
}

async function writeTable(db: ClientBase, schema: string, { table, columns, key, records }: Projection, histories: readonly History[]): Promise<void> {
  if (histories.length === 0) return;
  const written = histories.map((history) => ({ id: history.id, rows: records(history) }));
  const isOneToOne = key.length === 1;
  const gone: StreamId[] = written.filter(({ rows }) => !isOneToOne || rows.length === 0).map(({ id }) => id);
  if (gone.length > 0) await db.query(`delete from ${schema}.${table} where ${key[0]} = any($1)`, [gone]);
  const rows = written.flatMap((one) => one.rows);
  if (rows.length === 0) return;
  const names = columns.join(', ');
  const changing = columns.filter((column) => !key.includes(column));
  await db.query(
    `insert into ${schema}.${table} (${names}) select ${names} from json_populate_recordset(null::${schema}.${table}, $1::json)
     on conflict (${key.join(', ')}) do update set (${changing.join(', ')}) = row(${changing.map((column) => `excluded.${column}`).join(', ')})`,
    [JSON.stringify(rows)],
  );
}

/**
 * Projects at most `size` further positions, none beyond `limit`, inside a transaction that is already open; false when there are none, or another
 * projector holds the checkpoint. Every stream touched is read and written whole, as it stood at the last of those positions: rows follow from the checkpoint alone.
 * @throws NotProjectable when the ledger holds what cannot be shown; ViewsOutdated when a rebuild is due
 */
export async function advance(db: ClientBase, size: number, schema = SERVING, limit = Infinity): Promise<boolean> {
  await db.query(settings);
  const { rows: states } = await db.query<{ position: string; shape: number }>(
    `select position, shape from ${schema}.checkpoint where projector = 'views' for update skip locked`,
  );
  const [state] = states;
  if (!state) return false;
  if (state.shape !== SHAPE) throw new ViewsOutdated(state.shape);
  const after = Number(state.position);
  // Asked for under the lock: what came to the ledger since the last one let go is not missed.
  const { rows: heads } = await db.query<{ head: string | null }>('select max(position) as head from ledger.events');
  const until = Math.min(after + size, Number(heads[0]?.head ?? 0), limit);
  if (until <= after) return false;
  await writeRows(db, schema, await readHistories(db, 'select distinct stream from ledger.events where position > $2 and position <= $1', until, [after]));
  await db.query(`update ${schema}.checkpoint set position = $1 where projector = 'views'`, [until]);
  return true;
}

/** Runs some work in a transaction: all of it happens, or nothing. */
export async function atOnce<T>(db: ClientBase, work: () => Promise<T>): Promise<T> {
  await db.query('begin');
  try {
    const result = await work();
    await db.query('commit');
    return result;
  } catch (error) {
    await db.query('rollback').catch(() => undefined); // the connection may be gone: then there is nothing to take back
    throw error;
  }
}

/** Brings the views up to date by one batch of positions, rows and checkpoint in one transaction; false when there was nothing to do here. */
export async function projectViews(pool: Pool, batchSize = 500): Promise<boolean> {
  const db = await pool.connect();
  const onLost = () => undefined; // the statement under way fails too, and tells
  db.on('error', onLost);
  let failure: unknown;
  try {
    return await atOnce(db, () => advance(db, batchSize));
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    db.off('error', onLost);
    db.release(failure !== undefined && !(failure instanceof NotProjectable));
  }
}
