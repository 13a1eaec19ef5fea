import type { ClientBase, Pool, QueryArrayResult, QueryConfig } from 'pg';

/**
 * For statements that go to few rows by an index, however large the tables are: they are planned once, some while the tables are still empty, and must not stay
 * sequential for ever; and they take less time than planning them anew would.
 */
export const SETTINGS = [
  ...['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'].map((way) => `set local enable_${way} = off`),
  'set local jit = off',
  'set local max_parallel_workers_per_gather = 0',
  'set local plan_cache_mode = force_generic_plan',
].join('; ');

/** Whether a connection sends a statement on while others are still under way on it. The types of the driver say so of one of its two kinds of client only. */
const isPipelined = (db: ClientBase): boolean => (db as { readonly pipeline?: boolean }).pipeline === true;

/**
 * The rows of statements that do not wait for each other's, as arrays. Where the connection is pipelined they travel in one go; the server runs them one after
 * the other all the same, and none after one that has failed in a transaction.
 */
export async function together(db: ClientBase, ...statements: readonly QueryConfig[]): Promise<readonly unknown[][][]> {
  const ask = (statement: QueryConfig) => db.query<unknown[]>({ ...statement, rowMode: 'array' });
  const results: QueryArrayResult<unknown[]>[] = [];
  if (isPipelined(db)) results.push(...(await Promise.all(statements.map(ask))));
  else for (const statement of statements) results.push(await ask(statement));
  return results.map(({ rows }) => rows);
}

/** Runs some work in a transaction of its own: all of it happens, or nothing. */
export async function inTransaction<T>(pool: Pool, opening: string, work: (db: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  const onLost = () => undefined; // the statement under way fails too, and tells
  client.on('error', onLost);
  try {
    const opened = client.query(opening);
    if (isPipelined(client))
      opened.catch(() => undefined); // what is sent behind it fails too, and tells
    else await opened;
    const result = await work(client);
    await opened;
    await client.query('commit');
    isBroken = false;
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the connection may be gone: then there is nothing to take back
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(isBroken);
  }
}
