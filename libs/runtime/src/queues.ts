import { setTimeout as pause } from 'node:timers/promises';
import { FlowProducer, Queue, UnrecoverableError, Worker, createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import type { ClientBase } from 'pg';
import type { Config } from './config.ts';

/** Every queue there is. A new one comes into being with the next `migrate`. */
export const queueNames = ['projectors', 'rebuild'] as const;
export type QueueName = (typeof queueNames)[number];
/** What wakes the projectors, all of them at once: there is something new in the ledger. */
export const LEDGER_GREW = 'ledger grew';

/** Sends wake-ups: "there is something to do". A wake-up holds nothing but its id, and losing it costs time, never a fact. */
export type WakeUps = {
  /** Wakes whoever works on this id, without waiting. However often it is called, one run follows: after the one that is under way, if there is one. */
  wake(id: string): void;
  close(): Promise<void>;
};

/** Long work in pieces. What is queued are ids; what there is to do, and what is done, stands in the database: losing the queue loses no work. */
export type Flows = {
  /** Queues ids that can be worked on side by side, and one that follows when all of them have ended, well or not. What is queued already is not queued again. */
  start(last: string, before: readonly string[]): Promise<void>;
  /** All ids that are queued or being worked on. */
  pending(): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** Thrown by a handler whose piece of a flow will fail however often it is tried. */
export class Hopeless extends UnrecoverableError {}

/** Told of trouble with a queue, and of runs that failed. Nothing else happens then: the next wake-up tries again. */
export type ReportTrouble = (error: Error, context: { readonly queue: QueueName; readonly id?: string }) => void;

export type Queues = {
  readonly backend: 'postgres' | 'redis';
  openQueue(name: QueueName): WakeUps;
  openFlows(name: QueueName): Flows;
  /** Runs `handle` for each wake-up. Close lets the runs under way finish. */
  openWorker(name: QueueName, handle: (id: string) => Promise<void>, options: { readonly concurrency: number }): Promise<{ close(): Promise<void> }>;
};

const SCHEMA = 'bullmq';
const PREFIX = 'casetrail';
const CLOSE_WITHIN_MS = 2000;
/** Finished jobs say nothing that the ledger does not; some failed ones are kept to look at. */
const keep = { removeOnComplete: true, removeOnFail: { count: 20 } } as const;
/** A killed worker's run is given to another after at most lockDuration + stalledInterval. */
const patience = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1_000_000, drainDelay: 5 } as const;

/** What is asked for again and again is sent once in so many milliseconds: each time costs a database as much as several appends. What is asked for once goes at once. */
const PAUSE = 10;

/** A piece of a flow is tried again when its worker had trouble; what became of it stands in the database, and nothing of it stays in the queue. */
const piece = { removeOnComplete: true, removeOnFail: true, attempts: 5, backoff: { type: 'exponential', delay: 500 } } as const;
const PENDING = ['active', 'waiting', 'waiting-children', 'delayed', 'prioritized'] as const;

const OnPostgres = withBackend(createPostgresBackend);

/** The one place where it is decided what the queues are on: Redis if REDIS_URL is set, PostgreSQL otherwise. */
export function openQueues(config: Pick<Config, 'databaseUrl' | 'redisUrl'>, role: 'api' | 'worker', report: ReportTrouble): Queues {
  const { databaseUrl, redisUrl } = config;
  const onPostgres = (max: number) => ({ connectionString: databaseUrl, schema: SCHEMA, options: `-c role=casetrail_${role}`, max });
  // A producer must not hold back what it cannot send: a lost wake-up is better than a growing heap of them.
  const producing = (url: string) => ({
    connection: { url, enableOfflineQueue: false, maxRetriesPerRequest: 1, disconnectTimeout: 200 },
    prefix: PREFIX,
  });

  return {
    backend: redisUrl ? 'redis' : 'postgres',

    openQueue(name) {
      const queue = redisUrl ? new Queue<unknown>(name, producing(redisUrl)) : new OnPostgres.Queue<unknown>(name, { connection: onPostgres(2) });
      queue.on('error', (error) => report(error, { queue: name }));
      return wakeUps(name, queue, report);
    },

    openFlows(name) {
      const queue = redisUrl ? new Queue<unknown>(name, producing(redisUrl)) : new OnPostgres.Queue<unknown>(name, { connection: onPostgres(1) });
      const producer = redisUrl ? new FlowProducer(producing(redisUrl)) : new OnPostgres.FlowProducer({ connection: onPostgres(1) });
      const onError = (error: Error) => report(error, { queue: name });
      queue.on('error', onError);
      producer.on('error', onError);
      return flows(name, queue, producer);
    },

    async openWorker(name, handle, { concurrency }) {
      const run = ({ name: id }: { name: string }) => handle(id);
      const worker = redisUrl
        ? new Worker<unknown, void>(name, run, {
            connection: { url: redisUrl, maxRetriesPerRequest: null },
            prefix: PREFIX,
            concurrency,
            autorun: false,
            ...patience,
          })
        : new OnPostgres.Worker<unknown, void>(name, run, { connection: onPostgres(concurrency + 2), concurrency, autorun: false, ...patience });
      worker.on('error', (error) => report(error, { queue: name }));
      worker.on('failed', (job, error) => report(error, { queue: name, ...(job && { id: job.name }) }));
      await worker.waitUntilReady(); // before the first run: without its tables, BullMQ would try as fast as it can
      worker.run().catch((error: Error) => report(error, { queue: name }));
      return { close: () => worker.close() };
    },
  };
}

/** The part of a BullMQ queue that is used, whatever it is on. */
type AnyQueue = Pick<Queue<unknown>, 'add' | 'close' | 'disconnect'>;

/** Waits for something, but not for ever: where there is no Redis, BullMQ waits until there is one. */
async function atMost(milliseconds: number, something: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((done) => (timer = setTimeout(done, milliseconds)));
  await Promise.race([something, limit]).finally(() => clearTimeout(timer));
}

function wakeUps(name: QueueName, queue: AnyQueue, report: ReportTrouble): WakeUps {
  const askedAgain = new Map<string, boolean>();
  const sending = new Set<Promise<void>>();

  const send = async (id: string) => {
    do {
      askedAgain.set(id, false);
      const paused = pause(PAUSE);
      await queue.add(id, {}, { ...keep, deduplication: { id, keepLastIfActive: true } }).catch((error: Error) => report(error, { queue: name, id }));
      if (askedAgain.get(id)) await paused;
    } while (askedAgain.get(id));
    askedAgain.delete(id);
  };

  return {
    wake(id) {
      if (askedAgain.has(id)) return void askedAgain.set(id, true);
      const sent: Promise<void> = send(id).finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async close() {
      await atMost(CLOSE_WITHIN_MS, Promise.allSettled(sending));
      await atMost(CLOSE_WITHIN_MS, queue.close()).catch((error: Error) => {
        report(error, { queue: name });
        void queue.disconnect().catch(() => {}); // without waiting: a lost connection never says that it has ended
      });
    },
  };
}

function flows(
  name: QueueName,
  queue: Pick<Queue<unknown>, 'getJobs' | 'close' | 'waitUntilReady'>,
  producer: Pick<FlowProducer, 'add' | 'close' | 'waitUntilReady'>,
): Flows {
  const job = (id: string) => ({ name: id, queueName: name, data: {}, opts: { ...piece, jobId: id } });
  return {
    async start(last, before) {
      await producer.waitUntilReady();
      const children = before.map((id) => ({ ...job(id), opts: { ...job(id).opts, ignoreDependencyOnFailure: true } }));
      await producer.add({ ...job(last), children });
    },
    async pending() {
      await queue.waitUntilReady();
      // States are read one after the other: a job that changes its state meanwhile can be missed once.
      const found = [...(await queue.getJobs([...PENDING])), ...(await queue.getJobs([...PENDING]))];
      return [...new Set(found.map((one) => one.name))];
    },
    async close() {
      for (const part of [producer, queue]) await atMost(CLOSE_WITHIN_MS, part.close());
    },
  };
}

/**
 * Makes BullMQ's tables on PostgreSQL, in a schema of their own, and lets the api and the workers use them: both may add and run jobs,
 * neither may change the tables. BullMQ makes a sequence for each queue when it first meets it; it is made here, so that they need not.
 */
export async function prepareQueues(client: ClientBase): Promise<void> {
  await runMigrations(client, SCHEMA);
  for (const name of queueNames) {
    const { rows } = await client.query<{ sequence: string }>(`select ${SCHEMA}.job_id_seq_name($1) as sequence`, [name]);
    await client.query(`create sequence if not exists ${SCHEMA}.${client.escapeIdentifier((rows[0] as { sequence: string }).sequence)}`);
  }
  await client.query(`
    grant usage on schema ${SCHEMA} to casetrail_api, casetrail_worker;
    grant select, insert, update, delete on all tables in schema ${SCHEMA} to casetrail_api, casetrail_worker;
    grant usage, select, update on all sequences in schema ${SCHEMA} to casetrail_api, casetrail_worker`);
}
