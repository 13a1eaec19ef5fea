import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { type City, foundCity } from './city.ts';
import { type Database, Databases } from './databases.ts';
import { type Peers, fetchPeers } from './peers.ts';
import { startServer } from './server.ts';

/** How large and how long it is measured. */
export type Scale = {
  /** How many rounds; of a benchmark that takes long, fewer. */
  readonly rounds: { readonly usual: number; readonly long: number };
  /** How long a round of a variant takes, in seconds. */
  readonly seconds: number;
  /** How many demo cities stand beside each other in the largest ledger; 0 where none is needed. */
  readonly cities: number;
  /** So many events at most are caught up with. */
  readonly events: number;
  /** Of a city, its first so many acts. */
  readonly acts?: number;
};
export const usual: Scale = { rounds: { usual: 5, long: 3 }, seconds: 1.5, cities: 10, events: Infinity };
export const quick: Scale = { rounds: { usual: 1, long: 1 }, seconds: 0.4, cities: 1, events: 10_000 };
/** More than ten million events. */
export const huge: Scale = { ...usual, rounds: { usual: 5, long: 2 }, cities: 115 };

type Parts = {
  readonly databases: Databases;
  readonly peers: Peers;
  readonly scale: Scale;
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly stop: () => Promise<void>;
};

/** What benchmarks are played on: a server, databases on it, ledgers of some size, and peers. */
export class Stage {
  readonly scale: Scale;
  readonly peers: Peers;
  /** For files of one run. */
  readonly folder: string;
  readonly cores = availableParallelism();
  readonly say: (line: string) => void;
  readonly #databases: Databases;
  readonly #stop: () => Promise<void>;
  readonly #cities = new Map<number, Promise<City>>();

  /** On a server of its own. */
  static async open(scale: Scale, say: (line: string) => void): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
    chmodSync(folder, 0o755); // the server may run under another account
    const server = await startServer(folder);
    const stop = async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    return new Stage({ databases: new Databases(server.url), peers: await fetchPeers(say), scale, folder, say, stop });
  }

  constructor({ databases, peers, scale, folder, say, stop }: Parts) {
    this.#databases = databases;
    this.peers = peers;
    this.scale = scale;
    this.folder = folder;
    this.say = say;
    this.#stop = stop;
  }

  get admin(): Pool {
    return this.#databases.admin;
  }

  /** Migrated, empty, and never analysed. */
  database(): Promise<Database> {
    return this.#databases.migrated();
  }

  /** Without any table. */
  bareDatabase(): Promise<Database> {
    return this.#databases.create();
  }

  /** One that nobody is connected to, once more. */
  copyOf(database: Database): Promise<Database> {
    return this.#databases.create(database);
  }

  /** So many demo cities in one ledger, counted and shown. Made once in a run: whoever writes to it adds little. */
  city(copies: number): Promise<City> {
    const found = this.#cities.get(copies) ?? foundCity(this, copies);
    this.#cities.set(copies, found);
    return found;
  }

  /** The smallest and the largest ledger of this run. */
  get sizes(): readonly number[] {
    return this.scale.cities > 1 ? [1, this.scale.cities] : [1];
  }

  /** Stops the server in the middle of whatever is under way. */
  abandon(): Promise<void> {
    return this.#stop();
  }

  async close(): Promise<void> {
    for (const city of this.#cities.values()) await (await city.catch(() => undefined))?.database.drop();
    await this.#databases.close();
    await this.#stop();
  }
}
