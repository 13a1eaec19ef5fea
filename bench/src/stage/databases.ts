import { randomUUID } from 'node:crypto';
import { ledgerMigrations } from '@casetrail/ledger';
import { readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, migrate } from '@casetrail/runtime';
import pg from 'pg';

export type Role = 'api' | 'worker' | 'auditor' | 'owner';
/** A database of its own. Pools are closed with it. */
export type Database = {
  readonly name: string;
  readonly url: string;
  readonly pool: (role?: Role, max?: number) => pg.Pool;
  readonly drop: () => Promise<void>;
};

/** Makes databases on one server, and takes them away. */
export class Databases {
  readonly #url: string;
  readonly #admin: pg.Pool;
  #migrated: Promise<Database> | undefined;

  constructor(url: string) {
    this.#url = url;
    this.#admin = new pg.Pool({ connectionString: url, max: 2 });
  }

  get admin(): pg.Pool {
    return this.#admin;
  }

  /** Empty of everything, or a copy of another one that nobody is connected to. */
  async create(like?: Database): Promise<Database> {
    const name = `bench_${randomUUID().replaceAll('-', '')}`;
    await this.#admin.query(`create database ${name}${like ? ` template ${like.name} strategy file_copy` : ''}`);
    const url = Object.assign(new URL(this.#url), { pathname: `/${name}` }).href;
    const pools: pg.Pool[] = [];
    return {
      name,
      url,
      pool: (role = 'api', max = 4) => {
        const pool = new pg.Pool({ connectionString: url, max, ...(role !== 'owner' && { options: `-c role=casetrail_${role}` }) });
        pool.on('error', () => undefined); // it may still be saying good-bye when the database is taken from it
        pools.push(pool);
        return pool;
      },
      drop: async () => {
        await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
        await this.#admin.query(`drop database ${name} with (force)`);
      },
    };
  }

  /** With all tables of Casetrail, and nothing in them. */
  async migrated(): Promise<Database> {
    this.#migrated ??= this.create().then(async (database) => {
      await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations]);
      return database;
    });
    return this.create(await this.#migrated);
  }

  async close(): Promise<void> {
    await (await this.#migrated)?.drop();
    await this.#admin.end();
  }
}
