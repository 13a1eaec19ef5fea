import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Actor, CITY_LEVEL, civilDateAt } from '@casetrail/domain';
import { Ledger, Seal, execute, newStreamId } from '@casetrail/ledger';
import { developmentTokens } from '@casetrail/runtime';
import { AppProcess, runProgram } from '../processes/app.ts';
import { freePort } from '../processes/ports.ts';
import { PostgresServer } from '../processes/postgres.ts';
import { RedisServer } from '../processes/redis.ts';
import { until } from '../processes/until.ts';

export type Backend = 'postgres' | 'redis';
/** How a site is spoilt on purpose, for a control. */
export type Sabotage = {
  /** What runs in place of the worker, and seals nothing; relative to the workspace. */
  readonly worker?: string;
  /** What is done to the database, as its superuser, once everything runs. */
  readonly database?: (db: pg.Pool) => Promise<void>;
  /** The clients send a command without an answer again under another key. */
  readonly forgetsKeys?: boolean;
  /** How long what runs in place of the worker may need to do what its checkpoint has announced already, in milliseconds. */
  readonly pause?: number;
};
type Part = 'api' | 'worker' | 'postgres' | 'redis';

const READY_WITHIN = 120_000;
const WORKER = 'apps/worker/dist/main.js';

/** A whole Casetrail of its own, every part a process that can be killed: database, queue, api, worker. */
export class Site {
  readonly folder: string;
  readonly address: string;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | undefined;
  /** The superuser's view: the campaign looks for itself, past everything it tests. */
  readonly admin: pg.Pool;
  readonly issueToken: (who: Actor) => Promise<string>;
  readonly #env: NodeJS.ProcessEnv;
  readonly #workerScript: string;
  #api: AppProcess | undefined;
  #worker: AppProcess | undefined;

  static async start(backend: Backend, { worker = WORKER, database }: Sabotage = {}): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'casetrail-campaign-'));
    chmodSync(folder, 0o755); // the server may run under another account
    const postgres = await PostgresServer.start(folder);
    const redis = backend === 'redis' ? await RedisServer.start(folder) : undefined;
    const site = new Site(folder, postgres, redis, await freePort(), worker);
    await runProgram('apps/cli/bin/casetrail.mjs', ['migrate'], site.#env);
    await site.#openLedger();
    site.start('worker');
    site.start('api');
    await site.ready();
    await database?.(site.admin);
    return site;
  }

  private constructor(folder: string, postgres: PostgresServer, redis: RedisServer | undefined, port: number, workerScript: string) {
    const home = join(folder, 'home');
    mkdirSync(home);
    this.folder = folder;
    this.postgres = postgres;
    this.redis = redis;
    this.address = `http://127.0.0.1:${port}`;
    this.admin = new pg.Pool({ connectionString: postgres.url, max: 4 });
    this.admin.on('error', () => undefined); // the server is killed again and again
    this.issueToken = developmentTokens({ developmentTokens: { keyFile: join(home, 'development-token.key'), allowed: true } }).issueToken;
    this.#workerScript = workerScript;
    this.#env = { DATABASE_URL: postgres.url, REDIS_URL: redis?.url ?? '', CASETRAIL_HOME: home, HOST: '127.0.0.1', PORT: String(port) };
  }

  /** Starts the api or the worker, and does not wait for it. */
  start(part: 'api' | 'worker'): void {
    const log = join(this.folder, `${part}.log`);
    if (part === 'api') this.#api = new AppProcess('apps/api/dist/main.js', this.#env, log);
    else this.#worker = new AppProcess(this.#workerScript, { ...this.#env, LOG_LEVEL: 'info' }, log);
  }

  async kill(part: Part): Promise<void> {
    if (part === 'api') await this.#api?.kill();
    if (part === 'worker') await this.#worker?.kill();
    if (part === 'postgres') await this.postgres.kill();
    if (part === 'redis') await this.redis?.kill();
  }

  /** Starts again what was killed, the servers first. */
  async restart(parts: readonly Part[]): Promise<void> {
    await Promise.all([parts.includes('postgres') && this.postgres.restart(), parts.includes('redis') && this.redis?.restart()]);
    for (const part of ['worker', 'api'] as const) if (parts.includes(part)) this.start(part);
    await this.ready();
  }

  /** Waits until the api says that it can do its work, and the worker that it does it: a process that meets no database while it starts ends, as it should. */
  async ready(): Promise<void> {
    const isReady = async () => {
      for (const app of [this.#api, this.#worker]) app?.assertRunning();
      if (this.#workerScript === WORKER && !this.#worker?.hasSaid('"msg":"projecting"')) return false;
      return fetch(`${this.address}/health/ready`).then(
        async (answer) => (await answer.arrayBuffer(), answer.ok),
        () => false,
      );
    };
    await until('the api is ready', isReady, READY_WITHIN);
  }

  async head(): Promise<number> {
    const { rows } = await this.admin.query<{ head: string }>('select coalesce(max(position), 0) as head from ledger.events');
    return Number(rows[0]?.head);
  }

  /** Waits until the read models have reached the end of the ledger. Answers with that position. */
  async caughtUp(): Promise<number> {
    const head = await this.head();
    const checkpoints = 'select (select position from counting.checkpoint) as figures, (select position from views.checkpoint) as views';
    const isDone = async () => {
      this.#worker?.assertRunning();
      const { rows } = await this.admin.query<{ figures: string; views: string }>(checkpoints);
      return Number(rows[0]?.figures) >= head && Number(rows[0]?.views) >= head;
    };
    await until(`the read models are at position ${head}`, isDone, READY_WITHIN);
    return head;
  }

  /** Waits until so many events are sealed. */
  async sealed(events: number): Promise<void> {
    const seal = new Seal(this.admin);
    await until(`the first ${events} events are sealed`, async () => ((await seal.checkpoint())?.size ?? 0) >= events, READY_WITHIN);
  }

  /** `keep`: leaves the folder with data and logs where it is, to be looked at. */
  async stop({ keep }: { readonly keep: boolean }): Promise<void> {
    await Promise.all([this.#api?.kill(), this.#worker?.kill(), this.redis?.kill()]);
    await this.admin.end();
    await this.postgres.stop();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }

  async #openLedger(): Promise<void> {
    const now = new Date();
    await execute(new Ledger(this.admin), {
      id: OPENING,
      type: 'OpenLedger',
      stream: newStreamId('ledger', now, randomUUID()),
      data: { kind: 'live', city: CITY_LEVEL },
      act: { occurredOn: civilDateAt(now) },
      actor: { user: 'system', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL },
    });
  }
}

/** The id of the command that opens the ledger: the only one that no client sends. */
export const OPENING = '00000000-0000-4000-8000-000000000001';

/** The command id that a user's Idempotency-Key stands for, worked out apart from the api. */
export function commandIdOf(user: string, key: string): string {
  const hex = [...createHash('sha256').update(`${user}\n${key}`).digest('hex').slice(0, 32)];
  hex[12] = '8';
  hex[16] = ((parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
