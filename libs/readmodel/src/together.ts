import type { ClientBase, QueryArrayResult, QueryConfig } from 'pg';

/** Whether a connection sends a statement on while others are still under way on it. The types of the driver say so of one of its two kinds of client only. */
export const isPipelined = (db: ClientBase): boolean => (db as { readonly pipeline?: boolean }).pipeline === true;

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
