import type { Pool } from 'pg';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { migrate, openDataSource, openPool } from './database.ts';

class Tallies1800000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create schema views');
    await db.query('create table views.tallies (kind text primary key, total int not null)');
    await db.query("insert into views.tallies values ('reported', 3)");
    await db.query('grant usage on schema views to casetrail_api; grant select on views.tallies to casetrail_api');
  }
  async down(): Promise<void> {}
}
class Broken1800000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create table views.half (a int)');
    await db.query('select no_such_function()');
  }
  async down(): Promise<void> {}
}
const migrations = [...ledgerMigrations, Tallies1800000000000];
const nothing = () => {};

let database: TestDatabase;
let admin: Pool;
beforeAll(async () => {
  database = await testDatabase([]);
  admin = database.pool('owner').on('error', nothing);
});
afterAll(() => database.drop());
const reach = () => ({ databaseUrl: database.url });

describe('migrating', () => {
  it('applies what is missing, once, whoever starts at the same time', async () => {
    const applied = await Promise.all([migrate(database.url, migrations), migrate(database.url, migrations), migrate(database.url, migrations)]);
    expect(applied.flat()).toEqual(migrations.map(({ name }) => name));
  });

  it('takes back a migration that fails and says which statement it was', async () => {
    await expect(migrate(database.url, [...migrations, Broken1800000000001])).rejects.toThrow('no_such_function');
    const { rows } = await admin.query("select to_regclass('views.half') as half");
    expect(rows).toEqual([{ half: null }]);
  });
});

describe('a pool', () => {
  it.each(['api', 'worker', 'auditor'] as const)('of the %s has its rights and no more', async (role) => {
    const pool = openPool(reach(), role, { max: 2, onError: nothing });
    expect((await pool.query('select current_user as role')).rows).toEqual([{ role: `casetrail_${role}` }]);
    await expect(pool.query('create table public.mine (a int)')).rejects.toMatchObject({ code: '42501' });
    await expect(pool.query('delete from ledger.events')).rejects.toMatchObject({ code: '42501' });
    await pool.end();
  });

  it('of the api does not wait for a lock for ever', async () => {
    const pool = openPool(reach(), 'api', { max: 1, onError: nothing });
    const { rows } = await pool.query(
      "select name, setting::int as milliseconds from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by 1",
    );
    expect(rows.map(({ milliseconds }: { milliseconds: number }) => milliseconds)).toEqual([10_000, 5_000, 10_000]);
    await pool.end();
  });

  it('ends a statement when it is told to', async () => {
    const pool = openPool(reach(), 'api', { max: 1, onError: nothing, statementWithin: 50 });
    await expect(pool.query('select pg_sleep(30)')).rejects.toMatchObject({ code: '57014' });
    await pool.end();
  });

  it('does not wait for a lock longer than it is told to', async () => {
    const holder = openPool(reach(), 'owner', { max: 1, onError: nothing });
    const client = await holder.connect();
    await client.query('begin; select pg_advisory_xact_lock(4711)');
    const pool = openPool(reach(), 'api', { max: 1, onError: nothing, lockWithin: 50 });
    await expect(pool.query('select pg_advisory_xact_lock(4711)')).rejects.toMatchObject({ code: '55P03' });
    await client.query('rollback');
    client.release();
    await Promise.all([pool.end(), holder.end()]);
  });

  it('survives the server dropping its idle connections', async () => {
    let dropped: (error: Error) => void = nothing;
    const error = new Promise<Error>((done) => (dropped = done));
    const pool = openPool(reach(), 'api', { max: 1, onError: dropped });
    await pool.query('select 1');
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'casetrail-api'");
    expect(await error).toMatchObject({ code: '57P01' });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});

it('reads views through TypeORM with the rights of the api', async () => {
  const tallies = new EntitySchema<{ kind: string; total: number }>({
    name: 'tallies',
    schema: 'views',
    columns: { kind: { type: 'text', primary: true }, total: { type: 'int' } },
  });
  const source = await openDataSource(reach(), 'api', [tallies], { max: 1, onError: nothing });
  expect(await source.getRepository(tallies).find()).toEqual([{ kind: 'reported', total: 3 }]);
  await expect(source.getRepository(tallies).insert({ kind: 'invented', total: 1 })).rejects.toThrow('permission denied');
  await source.destroy();
});
