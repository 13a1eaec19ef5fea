import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { ledgerMigrations } from '../migrations/index.ts';

export type TestDatabase = {
  readonly url: string;
  readonly pool: (role?: 'api' | 'worker' | 'auditor' | 'owner', max?: number) => pg.Pool;
  readonly drop: () => Promise<void>;
};
type Migrations = readonly (new () => MigrationInterface)[];

/** A database of its own for one spec file, on the server the test run started, migrated. Pools are closed with it. */
export function testDatabase(migrations: Migrations = ledgerMigrations): Promise<TestDatabase> {
  return copiedDatabase(`migrated by ${migrations.map(({ name }) => name).join()}`, (url) => migrated(url, migrations));
}

/** The same with something in it that takes long to make: whoever asks for it first makes it, and all spec files of the run get a copy. */
export async function copiedDatabase(what: string, make: (url: string) => Promise<void>): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the specs through the workspace configuration of Jest.');
  const urlOf = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).href;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = newName();
  const url = urlOf(name);
  if (process.env['TEST_DATABASE_IS_TEMPORARY']) {
    const template = `made_${createHash('sha256').update(what).digest('hex').slice(0, 32)}`;
    await makeOnce(admin, template, (fresh) => make(urlOf(fresh)));
    await admin.query(`create database ${name} template ${template}`);
  } else {
    await admin.query(`create database ${name}`); // on a server that stays, nothing is left behind
    await make(url);
  }
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

const newName = () => `test_${randomUUID().replaceAll('-', '')}`;

/** Makes a template where there is none. It gets its name when it is finished; others wait for it. */
async function makeOnce(admin: pg.Client, template: string, make: (fresh: string) => Promise<void>): Promise<void> {
  await admin.query('select pg_advisory_lock(hashtext($1))', [template]);
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    const fresh = newName();
    await admin.query(`create database ${fresh}`);
    await make(fresh);
    await admin.query(`alter database ${fresh} rename to ${template}`);
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [template]);
  }
}

async function migrated(url: string, migrations: Migrations): Promise<void> {
  const { DataSource } = await import('typeorm'); // takes long to load, and most databases are copies
  const source = await new DataSource({ type: 'postgres', url, migrations: [...migrations] }).initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
}
