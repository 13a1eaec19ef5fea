import type { Pool } from 'pg';
import { type Config, type DatabaseRole, loadConfig, openPool } from '@casetrail/runtime';

/** Where "npm start" keeps its database, unless DATABASE_URL says otherwise. */
const LOCAL = `postgres://postgres:postgres@127.0.0.1:${process.env['CASETRAIL_PG_PORT'] ?? '54329'}/casetrail`;

export const configuration = (): Config => loadConfig({ DATABASE_URL: LOCAL, ...process.env });

/** Runs a task with a pool of one role and closes the pool after it. */
export async function withPool<T>(role: DatabaseRole, task: (pool: Pool) => Promise<T>, max = 4): Promise<T> {
  const pool = openPool(configuration(), role, { max, onError: () => undefined });
  try {
    return await task(pool);
  } finally {
    await pool.end();
  }
}
