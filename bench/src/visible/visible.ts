import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AppProcess, RedisServer, until } from '@casetrail/campaigns/processes';
import { copyOf } from '@casetrail/demo-city';
import { type Receipt, Ledger, execute } from '@casetrail/ledger';
import { Station, deskTime } from '@casetrail/ledger/testing';
import { Figures } from '@casetrail/readmodel';
import { LEDGER_GREW, openQueues } from '@casetrail/runtime/queues';
import { detained } from '../append/stories.ts';
import type { Benchmark, Measured, Opened } from '../benchmark.ts';
import { closedLoop, inTurns, latencies } from '../load/closed-loop.ts';
import { paced } from '../load/paced.ts';
import type { Database } from '../stage/databases.ts';
import type { Stage } from '../stage/stage.ts';

type Backend = 'postgres' | 'redis';
const backends: readonly Backend[] = ['postgres', 'redis'];
const idle = (backend: Backend) => `idle, ${backend}`;
const busy = (backend: Backend) => `half the maximum rate, ${backend}`;

const SETTLED_WITHIN = 120_000;
const AT_ONCE = 32;
const CONNECTIONS = 16;
/** Between two probes, in milliseconds: no beat with anything that happens once a second. */
const PAUSES = [31, 53, 71, 43];
/** A round is so many times as long as others: it is made of few probes. */
const LONGER = 4;

/** How long it takes until a figure shows what was recorded. */
export const visible: Benchmark = {
  name: 'visible',
  what: 'Executes the detention of a suspect as an api does, which wakes the worker by the queue, and asks until the figures are counted to its position: with nothing else going on, and while acts that all are counted are recorded at half of the rate that is the most here. The worker is a process of its own, with figures, views and seal.',
  isLong: true,
  isQuick: true,
  targets: () =>
    backends.flatMap((backend) => [
      { of: idle(backend), metric: 'p50', atMost: 10 } as const,
      { of: idle(backend), metric: 'p99', atMost: 50 } as const,
      { of: busy(backend), metric: 'p99', atMost: 500 } as const,
    ]),
  open: openSites,
};

async function openSites(stage: Stage): Promise<Opened> {
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
  const sites: Site[] = [];
  const variants: Record<string, () => Promise<Measured>> = {};
  for (const backend of backends.filter((one) => one === 'postgres' || hasRedis)) {
    const site = await Site.open(stage, backend);
    sites.push(site);
    variants[idle(backend)] = () => site.probed(stage.scale.seconds * LONGER);
    variants[busy(backend)] = () => site.probedWhileBusy(stage.scale.seconds * LONGER);
  }
  return {
    variants,
    absent: hasRedis ? {} : { [idle('redis')]: 'there is no redis-server', [busy('redis')]: 'there is no redis-server' },
    notes: () => sites.map((site) => site.said),
    close: async () => {
      for (const site of sites) await site.close();
    },
  };
}

/** A ledger with a worker that follows it, and this process in the place of an api. */
class Site {
  said = '';
  readonly #backend: Backend;
  readonly #database: Database;
  readonly #worker: AppProcess;
  readonly #redis: RedisServer | undefined;
  readonly #ledger: Ledger;
  readonly #figures: Figures;
  readonly #closeQueue: () => Promise<void>;

  static async open(stage: Stage, backend: Backend): Promise<Site> {
    const database = await stage.database();
    await new Station(new Ledger(database.pool('api', 1))).open();
    const home = join(stage.folder, database.name);
    mkdirSync(home);
    const redis = backend === 'redis' ? await RedisServer.start(home) : undefined;
    const env = { DATABASE_URL: database.url, REDIS_URL: redis?.url ?? '', CASETRAIL_HOME: home, LOG_LEVEL: 'info' };
    const worker = new AppProcess('apps/worker/dist/main.js', env, join(home, 'worker.log'));
    await until('the worker takes wake-ups', () => {
      worker.assertRunning();
      return worker.hasSaid('"msg":"projecting"');
    });
    return new Site(backend, database, worker, redis);
  }

  private constructor(backend: Backend, database: Database, worker: AppProcess, redis: RedisServer | undefined) {
    this.#backend = backend;
    this.#database = database;
    this.#worker = worker;
    this.#redis = redis;
    this.#ledger = new Ledger(database.pool('api', CONNECTIONS));
    this.#figures = new Figures(database.pool('api', 1));
    const wakeUps = openQueues({ databaseUrl: database.url, redisUrl: redis?.url }, 'api', (error) => {
      this.said = `The queue was in trouble: ${error.message}`;
    }).openQueue('projectors');
    this.#closeQueue = () => wakeUps.close();
    this.#ledger.onAppended = () => {
      wakeUps.wake(LEDGER_GREW);
    };
  }

  /** One probe after the other, for some time. */
  async probed(seconds: number): Promise<Measured> {
    const most = Math.ceil((seconds * 1000) / Math.min(...PAUSES));
    const first = await this.#suspects(most);
    return latencies(await this.#probe(seconds, first, most));
  }

  async probedWhileBusy(seconds: number): Promise<Measured> {
    const most = Math.ceil((seconds * 1000) / Math.min(...PAUSES));
    const first = await this.#suspects(most);
    const { rate = 0 } = await closedLoop({ atOnce: AT_ONCE, seconds: seconds / LONGER }, this.#acts());
    await this.#counted((await this.#ledger.head()).position);
    const stop = new AbortController();
    const act = this.#acts();
    let no = 0;
    const load = paced(rate / 2, stop.signal, () => act(no++));
    const times = await this.#probe(seconds, first, most);
    stop.abort();
    await load;
    await this.#counted((await this.#ledger.head()).position);
    this.said = `${busy(this.#backend)}: ${Math.round(rate / 2).toLocaleString('en')} acts a second.`;
    return { ...latencies(times), rate: rate / 2 };
  }

  async close(): Promise<void> {
    await this.#closeQueue();
    await this.#worker.kill();
    await this.#redis?.kill();
    await this.#database.drop();
  }

  async #probe(seconds: number, first: number, most: number): Promise<number[]> {
    const times: number[] = [];
    const end = performance.now() + seconds * 1000;
    for (let no = 0; no < most && performance.now() < end; no++) {
      const from = performance.now();
      const { position } = await this.#execute(first + no, detained.before.length);
      await this.#counted(position);
      times.push(performance.now() - from);
      await setTimeout(PAUSES[no % PAUSES.length]);
    }
    return times;
  }

  /** Asks again and again, as fast as there are answers. */
  async #counted(position: number): Promise<void> {
    const deadline = performance.now() + SETTLED_WITHIN;
    while ((await this.#figures.checkpoint()) < position) {
      this.#worker.assertRunning();
      if (performance.now() > deadline) throw new Error(`Position ${position} was not counted within ${SETTLED_WITHIN / 1000} s.`);
    }
  }

  /** So many who can be detained: the number of the first one. */
  async #suspects(count: number): Promise<number> {
    const first = this.#database.freshCopies(count);
    await inTurns(count, AT_ONCE, async (no) => {
      for (const step of detained.before.keys()) await this.#execute(first + no, step);
    });
    await this.#counted((await this.#ledger.head()).position);
    return first;
  }

  /** The lives of many suspects: each client goes through one after the other, act by act. */
  #acts(): (no: number) => Promise<Receipt> {
    const lives: { readonly copy: number; step: number }[] = [];
    return async () => {
      const life = lives.pop() ?? { copy: this.#database.freshCopies(1), step: 0 };
      const receipt = await this.#execute(life.copy, life.step++);
      if (life.step <= detained.before.length) lives.push(life);
      return receipt;
    };
  }

  #execute(copy: number, step: number): Promise<Receipt> {
    return execute(this.#ledger, copyOf([...detained.before, detained.command][step] as typeof detained.command, copy), deskTime);
  }
}
