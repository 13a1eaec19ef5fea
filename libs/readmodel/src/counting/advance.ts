import { type Stream, type ToldEvent, rulesInForce } from '@casetrail/domain';
import type { ClientBase, Pool } from 'pg';
import { Differences } from './cube.ts';
import { type Change, type Fact, interestIn, recount } from './recount.ts';
import { SERVING } from './schema.ts';
import { type TraceRow, byStream, linksAmong, merged, readTold, toldOf, traceColumns } from './trace.ts';

/** What is in the read model was counted by other rules: it must be rebuilt. */
export class RulesChanged extends Error {
  constructor(counted: string) {
    super(`The figures were counted by the rules ${counted}, not by ${rulesInForce}: rebuild them.`);
    this.name = 'RulesChanged';
  }
}

/** Statements are planned once, some while the tables are still empty: they must not then stay sequential for ever. */
export const SETTINGS = 'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off; set local jit = off';
export const BEGIN = `begin; ${SETTINGS}`;

export const factColumns = {
  figure: 'figure',
  unit: 'unit',
  bucket: 'bucket',
  amount: 'amount',
  validFrom: 'valid_from',
  validTo: 'valid_to',
  since: 'since',
  until: 'until',
  believedFrom: 'believed_from',
  believedFromDay: 'believed_from_day',
  believedTo: 'believed_to',
  believedToDay: 'believed_to_day',
} as const satisfies Record<keyof Fact, string>;
const factKeys = Object.keys(factColumns) as (keyof Fact)[];
export const factList = Object.values(factColumns).join(', ');

/** `units` and the streams of each: everyone who reads one of the given streams, however indirectly, with all that they read themselves. */
const statements = (schema: string) => ({
  head: `select c.position as after, c.rules, (select coalesce(max(position), 0) from ledger.events) as head from ${schema}.checkpoint c for update of c`,
  trace: `insert into ${schema}.trace (${traceColumns}) select * from unnest($1::bigint[], $2::bigint[], $3::int[], $4::text[], $5::int[], $6::int[], $7::text[])`,
  link: `insert into ${schema}.link (reader, read) select * from unnest($1::bigint[], $2::bigint[]) on conflict do nothing`,
  touched: `with recursive up(stream, interest) as (
      select * from unnest($1::bigint[], $2::int[]) union select link.reader, up.interest from up join ${schema}.link on link.read = up.stream),
    units as (select distinct stream as unit from up where interest >> (stream % 32)::int & 1 = 1),
    down(unit, stream) as (select unit, unit from units union select down.unit, link.read from down join ${schema}.link on link.reader = down.stream)
    select unit, array_agg(stream) from down group by unit`,
  history: `select ${traceColumns} from ${schema}.trace where stream = any($1::bigint[]) and position <= $2 order by position`,
  believed: `select ${factList} from ${schema}.fact where unit = any($1::bigint[]) and believed_to = 0`,
  close: `update ${schema}.fact f set believed_to = c.believed_to, believed_to_day = c.day
    from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::smallint[], $5::smallint[], $6::bigint[], $7::smallint[]) c(unit, figure, believed_from, bucket, valid_from, believed_to, day)
    where (f.unit, f.figure, f.believed_from, f.bucket, f.valid_from) = (c.unit, c.figure, c.believed_from, c.bucket, c.valid_from)`,
  open: `insert into ${schema}.fact (${factList})
    select * from unnest($1::smallint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::smallint[], $6::smallint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::smallint[], $11::bigint[], $12::smallint[])`,
  cube: `insert into ${schema}.cube as c (figure, bucket, kind, valid, known, n) select * from unnest($1::smallint[], $2::smallint[], $3::smallint[], $4::smallint[], $5::smallint[], $6::bigint[])
    on conflict (bucket, valid, known, figure, kind) do update set n = c.n + excluded.n`,
  done: `with new_days as (
      insert into ${schema}.days (recorded_on, first_position)
      select (recorded_at at time zone interval '8 hours')::date - date '2000-01-01', min(position) from ledger.events where position > $1 and position <= $2 group by 1
      on conflict do nothing)
    update ${schema}.checkpoint set position = $2, rules = $3`,
});
type Statements = ReturnType<typeof statements>;
const prepared = new Map<string, Statements>();
function statementsOf(schema: string): Statements {
  const found = prepared.get(schema) ?? statements(schema);
  prepared.set(schema, found);
  return found;
}

const column = <T, K extends keyof T>(rows: readonly T[], key: K) => rows.map((row) => row[key]);
const columnsOf = (rows: readonly (readonly unknown[])[], width: number) => Array.from({ length: width }, (_, i) => rows.map((row) => row[i]));
export const factOf = (row: readonly unknown[]) => Object.fromEntries(factKeys.map((key, i) => [key, Number(row[i])])) as unknown as Fact; // every column is a number

/** The streams of a batch, each with the categories of units that its events may move, as bits. */
export function interestOf(batch: readonly ToldEvent[]): [streams: Stream[], interests: number[]] {
  const interest = new Map<Stream, number>();
  for (const { stream, type } of batch) interest.set(stream, (interest.get(stream) ?? 0) | (interestIn.get(type) as number));
  return [[...interest.keys()], [...interest.values()]];
}

/** Counts each unit again after `after`, from all that it reads and from the facts believed until then. */
export function recountUnits(
  units: readonly (readonly [unit: string, streams: readonly string[]])[],
  told: readonly ToldEvent[],
  facts: readonly Fact[],
  after: number,
): { readonly closed: readonly Change[]; readonly opened: readonly Change[] } {
  const histories = byStream(told);
  const believed = new Map<Stream, Fact[]>();
  for (const fact of facts) {
    const mine = believed.get(fact.unit);
    if (mine) mine.push(fact);
    else believed.set(fact.unit, [fact]);
  }
  const changes = units.map(([unit, read]) => recount(Number(unit), merged(read.map(Number), histories), after, believed.get(Number(unit)) ?? []));
  return { closed: changes.flatMap(({ closed }) => closed), opened: changes.flatMap(({ opened }) => opened) };
}

/**
 * Counts at most `size` further positions, inside a transaction that is already open (see BEGIN); false when there are none. `schema` is where it is counted;
 * `limit`, the position not to go beyond.
 * @throws NotCountable when the ledger holds what cannot be counted; RulesChanged when a rebuild is due
 */
export async function advance(db: ClientBase, size: number, { schema = SERVING, limit = Infinity } = {}): Promise<boolean> {
  const sql = statementsOf(schema);
  const run = async (name: keyof Statements, values: unknown[]) =>
    (await db.query<unknown[]>({ name: `${schema}.${name}`, text: sql[name], values, rowMode: 'array' })).rows;

  const { rows: heads } = await db.query<{ after: string; rules: string; head: string }>({ name: `${schema}.head`, text: sql.head });
  const [state] = heads;
  if (!state) throw new Error(`${schema} has no checkpoint`);
  const after = Number(state.after);
  if (after > 0 && state.rules !== rulesInForce) throw new RulesChanged(state.rules);
  const until = Math.min(after + size, Number(state.head), limit);
  if (until <= after) return false;

  const batch = await readTold(db, after, until);
  if (batch.length > 0) {
    await run('trace', [
      column(batch, 'position'),
      column(batch, 'stream'),
      column(batch, 'version'),
      column(batch, 'type'),
      column(batch, 'on'),
      column(batch, 'recorded'),
      batch.map(({ data }) => JSON.stringify(data)),
    ]);
    const links = linksAmong(batch);
    if (links.length > 0) await run('link', columnsOf(links, 2));

    const units = (await run('touched', interestOf(batch))) as [unit: string, streams: string[]][];
    const streams = [...new Set(units.flatMap(([, read]) => read))];
    const told = ((await run('history', [streams, until])) as TraceRow[]).map(toldOf);
    const believed = (await run('believed', [units.map(([unit]) => unit)])).map(factOf);
    const { closed, opened } = recountUnits(units, told, believed, after);
    const differences = new Differences();
    for (const fact of closed) differences.close(fact);
    for (const fact of opened) differences.open(fact);
    if (closed.length > 0)
      await run(
        'close',
        (['unit', 'figure', 'believedFrom', 'bucket', 'validFrom', 'believedTo', 'believedToDay'] as const).map((key) => column(closed, key)),
      );
    if (opened.length > 0)
      await run(
        'open',
        factKeys.map((key) => column(opened, key)),
      );
    const cells = differences.cells();
    if (cells.length > 0) await run('cube', columnsOf(cells, 6));
  }
  await run('done', [after, until, rulesInForce]);
  return true;
}

/** Runs some work in a transaction of its own: all of it happens, or nothing. */
export async function inTransaction<T>(pool: Pool, opening: string, work: (db: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query(opening);
    const result = await work(client);
    await client.query('commit');
    isBroken = false;
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the connection may be gone: then there is nothing to take back
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/** Brings the figures up to date by one batch of positions; false when there was nothing to do. Projectors that run side by side wait for each other. */
export const projectFigures = (pool: Pool, batchSize = 500): Promise<boolean> => inTransaction(pool, BEGIN, (db) => advance(db, batchSize));
