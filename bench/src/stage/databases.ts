import { randomUUID } from 'node:crypto';
import { ledgerMigrations } from '@casetrail/ledger';
import { readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, migrate } from '@casetrail/runtime';
import { vaultMigrations } from '@casetrail/vault';
import pg from 'pg';

export type Role = 'api' | 'worker' | 'auditor' | 'owner';
/** A database of its own. Pools are closed with it. */
export type Database = {
  readonly name: string;
  readonly url: string;
  readonly pool: (role?: Role, max?: number) => pg.Pool;
  /** So many copies of a story that its ledger has not met: the number of the first one. */
  readonly freshCopies: (count: number) => number;
  /** Closes the pools: nobody is connected any more. */
  readonly leave: () => Promise<void>;
  readonly drop: () => Promise<void>;
};

/** Behind all copies of cities. */
const FIRST_COPY = 1000;

/** Makes databases on one server, and takes them away. */
export class Databases {
  readonly #url: string;
  readonly #admin: pg.Pool;
  #migrated: Promise<Database> | undefined;

  constructor(url: string) {
    this.#url = url;
    this.#admin = new pg.Pool({ connectionString: url, max: 2 });
    this.#admin.on('error', () => undefined); // it may still be saying good-bye when the server stops
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
    let copies = FIRST_COPY;
    const leave = async () => void (await Promise.all(pools.splice(0).map((pool) => pool.end())));
    return {
      name,
      url,
      pool: (role = 'api', max = 4) => {
        const pool = new pg.Pool({
          connectionString: url,
          max,
          pipeline: role === 'worker',
          ...(role !== 'owner' && { options: `-c role=casetrail_${role}` }),
        });
        pool.on('error', () => undefined); // it may still be saying good-bye when the database is taken from it
        pools.push(pool);
        return pool;
      },
      freshCopies: (count) => (copies += count) - count,
      leave,
      drop: async () => {
        await leave();
        await this.#admin.query(`drop database ${name} with (force)`);
      },
    };
  }

  /** With all tables of Casetrail, and nothing in them. */
  async migrated(): Promise<Database> {
    this.#migrated ??= this.create().then(async (database) => {
      await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
      return database;
    });
    return this.create(await this.#migrated);
  }

  async close(): Promise<void> {
    await (await this.#migrated)?.drop();
    await this.#admin.end();
  }
}
