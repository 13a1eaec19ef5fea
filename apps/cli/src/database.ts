import type { Pool } from 'pg';
import { type Config, type DatabaseRole, loadConfig, openPool } from '@casetrail/runtime';

/** Where "npm start" keeps its database, unless DATABASE_URL says otherwise. */
const LOCAL = `postgres://postgres:postgres@127.0.0.1:${process.env['CASETRAIL_PG_PORT'] ?? '54329'}/casetrail`;

/** Where it has its issuer, unless OIDC_ISSUER says otherwise. In production there is none. */
const LOCAL_ISSUER = process.env['NODE_ENV'] === 'production' ? undefined : `http://127.0.0.1:${process.env['CASETRAIL_LOGIN_PORT'] ?? '3002'}`;

export const configuration = (): Config =>
  loadConfig({ ...(!process.env['DATABASE_URL_FILE'] && { DATABASE_URL: LOCAL }), OIDC_ISSUER: LOCAL_ISSUER, ...process.env });

/** Runs a task with a pool of one role and closes the pool after it. */
export async function withPool<T>(role: DatabaseRole, task: (pool: Pool) => Promise<T>, max = 4): Promise<T> {
  const pool = openPool(configuration(), role, { max, onError: () => undefined });
  try {
    return await task(pool);
  } finally {
    await pool.end();
  }
}
