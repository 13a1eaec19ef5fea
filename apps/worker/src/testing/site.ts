import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { type CivilDate, districtCodes, figures as all } from '@casetrail/domain';
import { naiveRecount } from '@casetrail/domain/testing';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, copiedDatabase } from '@casetrail/ledger/testing';
import { type Digest, Figures, type ViewsDigest, digestOf, readModelMigrations, rebuildFigures, rebuildViews, viewsDigest } from '@casetrail/readmodel';
import { accessMigrations, migrate } from '@casetrail/runtime';
import { LEDGER_GREW, type WakeUps, openQueues } from '@casetrail/runtime/queues';
import { vaultMigrations } from '@casetrail/vault';
import { type Backend, redisUrlOf } from './backends.ts';
import { until } from './until.ts';
import { WorkerProcess } from './worker-process.ts';

const app = join(__dirname, '../..');
/** Connections of the workers and their queues bear a name that begins so, but for one that BullMQ names itself; those of the test have none. */
const LABEL = 'worker-under-test';
/** How long it may take to build what has changed and to make a database, in milliseconds. */
export const SETTING_UP = 120_000;
export const projectors = ['figures', 'views'] as const;
type Checkpoints = Readonly<Record<(typeof projectors)[number], number>>;

const DEADLOCK = '40P01';

/** `npm test` has built everything. */
let isBuilt = process.env['CASETRAIL_BUILT'] !== undefined;
/** The processes run what is built. Does nothing where the build is fresh. */
function build(): void {
  if (!isBuilt) execFileSync(process.execPath, [join(app, '../../node_modules/typescript/bin/tsc'), '-b', app], { stdio: 'inherit' });
  isBuilt = true;
}

/** A database with a ledger in it, a queue, and the worker processes that a test starts on them. */
export class Site {
  readonly backend: Backend;
  readonly database: TestDatabase;
  readonly owner: Pool;
  readonly ledger: Ledger;
  readonly figures: Figures;
  readonly redisUrl: string | undefined;
  readonly redis: Redis | undefined;
  /** The folder of the workers: their keys, and what they signed last. */
  readonly home = mkdtempSync(join(tmpdir(), 'casetrail-worker-'));
  /** Troubles of the test's own queue. */
  readonly troubles: string[] = [];
  readonly #workers: WorkerProcess[] = [];
  #wakeUps: WakeUps | undefined;

  /** `specFile`: which database on Redis is this spec file's. */
  static async prepare(backend: Backend, specFile: number): Promise<Site> {
    build();
    const database = await copiedDatabase('a ledger with queues', async (url) => {
      await migrate(url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
    });
    const site = new Site(backend, database, backend === 'Redis' ? redisUrlOf(specFile) : undefined);
    await site.redis?.flushdb();
    return site;
  }

  private constructor(backend: Backend, database: TestDatabase, redisUrl: string | undefined) {
    this.backend = backend;
    this.database = database;
    this.redisUrl = redisUrl;
    this.owner = database.pool('owner', 2);
    this.ledger = new Ledger(database.pool('api'));
    this.figures = new Figures(database.pool('api', 1));
    this.redis = redisUrl ? new Redis(redisUrl, { maxRetriesPerRequest: 1 }) : undefined;
  }

  /** Starts a process, and does not wait until it works. */
  spawn({ DATABASE_URL: url = this.database.url, ...env }: NodeJS.ProcessEnv = {}): WorkerProcess {
    const label = `${LABEL}-${this.#workers.length + 1}`;
    const labelled = url && `${url}${url.includes('?') ? '&' : '?'}application_name=${label}`;
    const worker = new WorkerProcess(label, { DATABASE_URL: labelled, REDIS_URL: this.redisUrl ?? '', CASETRAIL_HOME: this.home, LOG_LEVEL: 'info', ...env });
    this.#workers.push(worker);
    return worker;
  }

  async startWorker(env: NodeJS.ProcessEnv = {}): Promise<WorkerProcess> {
    const worker = this.spawn(env);
    await worker.says(/^projecting$/);
    return worker;
  }

  /** From now on every append is followed by a wake-up, as in the api. */
  async wakeOnAppend(): Promise<void> {
    const config = { databaseUrl: this.database.url, redisUrl: this.redisUrl };
    const wakeUps = openQueues(config, 'api', (error) => this.troubles.push(error.message)).openQueue('projectors');
    this.#wakeUps = wakeUps;
    this.ledger.onAppended = () => wakeUps.wake(LEDGER_GREW);
  }

  async checkpoints(): Promise<Checkpoints> {
    const { rows } = await this.owner.query<{ figures: string; views: string }>(
      'select (select position from counting.checkpoint) as figures, (select position from views.checkpoint) as views',
    );
    return { figures: Number(rows[0]?.figures), views: Number(rows[0]?.views) };
  }

  /** Waits until a projector is at some position. */
  projected(name: (typeof projectors)[number], position: number, within?: number): Promise<true> {
    return until(`${name} is at position ${position}`, async () => (await this.checkpoints())[name] >= position, within);
  }

  /** Waits until everything in the ledger is projected. */
  async caughtUp(within?: number): Promise<number> {
    const { position } = await this.ledger.head();
    for (const name of projectors) await this.projected(name, position, within);
    return position;
  }

  /** Connections of workers and their queues to the database. */
  async connections(): Promise<number> {
    const { rows } = await this.owner.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name <> ''",
    );
    return rows[0]?.n ?? 0;
  }

  /** Whether a worker is in the middle of a batch: it has a transaction open that has written to a read model. */
  async isProjecting({ label }: WorkerProcess): Promise<boolean> {
    const { rows } = await this.owner.query(
      `select from pg_stat_activity a where datname = current_database() and application_name = $1 and backend_xid is not null and exists (
         select from pg_locks l join pg_class c on c.oid = l.relation
         where l.pid = a.pid and l.database = a.datid and l.mode = 'RowExclusiveLock' and c.relnamespace in ('counting'::regnamespace, 'views'::regnamespace))`,
      [label],
    );
    return rows.length > 0;
  }

  /** How many wake-ups there are that nobody has dealt with. */
  async waiting(): Promise<number> {
    if (this.redis) return (await this.redis.llen('casetrail:projectors:wait')) + (await this.redis.llen('casetrail:projectors:active'));
    return ((await this.owner.query<{ n: number }>('select count(*)::int as n from bullmq.job')).rows[0] as { n: number }).n;
  }

  /** Throws away whatever the queue holds. */
  async emptyQueue(): Promise<void> {
    if (this.redis) return void (await this.redis.flushdb());
    const isEmptied = () =>
      this.owner.query('truncate bullmq.job, bullmq.scheduler, bullmq.dedup, bullmq.dedup_next cascade').then(
        () => true,
        (error: { code?: string }) => (error.code === DEADLOCK ? false : Promise.reject(error)), // with whoever works on the queue
      );
    await until('the queue is emptied', isEmptied);
  }

  /** Holds the read models against a rebuild and the figures against a naive recount of the ledger. */
  async proveRight(dates: readonly CivilDate[]): Promise<void> {
    const head = await this.caughtUp();
    const [figures, views] = [await digestOf(this.owner), await viewsDigest(this.owner)];
    expect({ figures: figures.position, views: views.position }).toEqual({ figures: head, views: head });
    const log = await this.ledger.read(0, head);
    for (const asOf of dates)
      for (const position of [head, Math.floor(head / 2)]) {
        const naive = naiveRecount(log as Parameters<typeof naiveRecount>[0], asOf, position);
        const { city, districts } = await this.figures.byDistrict({ asOf, knownAt: { position } });
        if (asOf === dates[0] && position === head) expect(city.F05).toBeGreaterThan(0); // or else there would be little to prove
        const expected = (place: string) => Object.fromEntries(all.map(({ id }) => [id, naive.get(`${id}|${place}`) ?? 0]));
        expect({ asOf, position, city }).toEqual({ asOf, position, city: expected('') });
        expect({ asOf, position, districts }).toEqual({
          asOf,
          position,
          districts: Object.fromEntries(districtCodes.map((district) => [district, expected(district)])),
        });
      }

    await rebuildFigures({ connectionString: this.database.url }, { workers: 0 });
    expect(await digestOf(this.owner)).toEqual(figures satisfies Digest);

    expect(await rebuildViews(this.owner)).toBe(head);
    expect(await viewsDigest(this.owner)).toEqual(views satisfies ViewsDigest);
  }

  /** Ends all workers and throws the database away. */
  async clear(): Promise<void> {
    for (const worker of this.#workers) if (worker.isRunning) await worker.kill();
    await this.#wakeUps?.close();
    this.redis?.disconnect();
    await this.database.drop();
    rmSync(this.home, { recursive: true });
  }
}
