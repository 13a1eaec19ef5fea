import { ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { Figures, countingMigrations } from '../index.ts';

/** A database for random ledgers, with who fills it, who counts and who reads. */
export type CountedLedger = { readonly database: TestDatabase; readonly owner: Pool; readonly worker: Pool; readonly read: Figures };

export async function countedLedger(): Promise<CountedLedger> {
  const database = await testDatabase([...ledgerMigrations, ...countingMigrations]);
  return { database, owner: database.pool('owner'), worker: database.pool('worker', 1), read: new Figures(database.pool('api', 1)) };
}

/** Empties the ledger and what was counted from it: only an owner who switches off the guards can, and only a test does. */
export async function emptyLedger(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local session_replication_role = replica; alter table ledger.events disable trigger append_only; alter table ledger.streams disable trigger append_only;
      truncate ledger.events, ledger.streams; alter table ledger.events enable always trigger append_only; alter table ledger.streams enable always trigger append_only; commit`);
  } finally {
    client.release();
  }
  await emptyCounting(pool);
}

/** Throws away what was counted, as before the first event. */
export const emptyCounting = (pool: Pool): Promise<unknown> =>
  pool.query(`truncate counting.trace, counting.link, counting.fact, counting.cube, counting.days; update counting.checkpoint set position = 0, rules = ''`);
