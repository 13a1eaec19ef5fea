import type { PoolClient } from 'pg';
import { Ledger } from './index.ts';
import { type TestDatabase, recordMany, testDatabase } from './testing/index.ts';

const EVENTS = 300;
let database: TestDatabase;

beforeAll(async () => (database = await testDatabase()));
afterAll(() => database.drop());

/** How many rows of the ledger a statement has looked at. */
async function lookedAt(db: PoolClient, statement: () => Promise<unknown>): Promise<number> {
  await db.query('begin');
  await statement();
  const { rows } = await db.query<{ rows: string }>(
    "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as rows from pg_stat_xact_user_tables where schemaname = 'ledger'",
  );
  await db.query('commit');
  return Number(rows[0]?.rows);
}

describe('a plan that was made on empty tables', () => {
  it('loads a history by index when the tables have grown', async () => {
    const owner = database.pool('owner');
    // Nobody makes the plan anew behind our back.
    for (const table of ['streams', 'events', 'commands']) await owner.query(`alter table ledger.${table} set (autovacuum_enabled = off)`);
    await owner.query('vacuum (analyze) ledger.streams, ledger.events, ledger.commands');
    const reader = await database.pool('api', 1).connect();
    const load = (id: string) => reader.query('select * from ledger.load(array[$1::text])', [id]);
    await load('nobody');
    await recordMany(new Ledger(database.pool('api')), EVENTS);
    const { rows } = await owner.query<{ id: string }>('select id from ledger.streams order by no desc limit 1');
    const looked = await lookedAt(reader, async () => expect((await load(rows[0]?.id ?? '')).rowCount).toBe(1));
    reader.release();
    expect(looked).toBeLessThanOrEqual(2);
  });
});
