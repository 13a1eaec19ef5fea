import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { ledgerMigrations } from '../migrations/index.ts';

export { AppendLock } from './append-lock.ts';
export { fillLedger } from './fill-ledger.ts';
export { recordMany, reportEntry } from './many-events.ts';
export * from './station.ts';

export type TestDatabase = {
  readonly url: string;
  readonly pool: (role?: 'api' | 'worker' | 'auditor' | 'owner', max?: number) => pg.Pool;
  readonly drop: () => Promise<void>;
};

/** A database of its own for one spec file, on the server the test run started, migrated. Pools are closed with it. */
export async function testDatabase(migrations: readonly (new () => MigrationInterface)[] = ledgerMigrations): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the specs through the workspace configuration of Jest.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const source = await new DataSource({ type: 'postgres', url, migrations: [...migrations] }).initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
  const pools: pg.Pool[] = [];
  return {
    url,
    pool: (role = 'api', max = 4) => {
      const pool = new pg.Pool({ connectionString: url, max, ...(role !== 'owner' && { options: `-c role=casetrail_${role}` }) });
      pools.push(pool);
      return pool;
    },
    drop: async () => {
      // A pool that has ended may still be saying good-bye on its connections when the database is taken from them.
      for (const pool of pools) pool.on('error', () => undefined);
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
