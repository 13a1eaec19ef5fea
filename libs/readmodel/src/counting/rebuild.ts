import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { rulesInForce } from '@casetrail/domain';
import pg from 'pg';
import { BEGIN, advance } from './advance.ts';
import { Differences } from './cube.ts';
import { type Digest, digestOf } from './digest.ts';
import { type Task, type TaskResult, copyLines, lineOf, runTask } from './rebuild-tasks.ts';
import { SERVING, grants, indexes, tables } from './schema.ts';

const NEXT = 'counting_next';
const PREVIOUS = 'counting_previous';
/** Held as long as a rebuild is under way. */
export const REBUILD_LOCK = 4_272_838_602;
const CATCH_UP = 5000;
/** So many events of a ledger make a part of the units that one thread counts at a time. */
const EVENTS_IN_PART = 50_000;

export type RebuildProgress = { readonly phase: 'telling' | 'counting' | 'indexing' | 'catching up'; readonly done: number; readonly total: number };
export type RebuildOptions = {
  /** How many parts the units are cut into, at least: the more, the less memory each takes. */
  readonly parts?: number;
  /** Threads; 0 does everything in this one. */
  readonly workers?: number;
  /** Compares the digests of old and new before the switch, at the same position. */
  readonly compare?: boolean;
  readonly onProgress?: (progress: RebuildProgress) => void;
};
export type Rebuilt = {
  readonly position: number;
  readonly events: number;
  readonly facts: number;
  readonly old?: Digest;
  readonly new?: Digest;
  readonly isSame?: boolean;
};

/** Another rebuild is under way on this database. */
export class RebuildUnderWay extends Error {
  constructor() {
    super('Another rebuild of the figures is under way.');
    this.name = 'RebuildUnderWay';
  }
}

/**
 * Counts everything again beside what serves, catches up, and takes its place in one transaction; the old tables stay as `counting_previous`.
 * The connection must have the rights of the owner, who may make and rename schemas.
 * @throws RebuildUnderWay when there is another one
 */
export async function rebuildFigures(connection: pg.ClientConfig, options: RebuildOptions = {}): Promise<Rebuilt> {
  const db = new pg.Client(connection);
  await db.connect();
  try {
    const { rows } = await db.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [REBUILD_LOCK]);
    if (!rows[0]?.taken) throw new RebuildUnderWay();
    return await build(db, connection, options);
  } finally {
    await db.end();
  }
}

async function build(
  db: pg.Client,
  connection: pg.ClientConfig,
  { parts: fewest = 2, workers = 2, compare = false, onProgress = () => undefined }: RebuildOptions,
): Promise<Rebuilt> {
  await db.query(`drop schema if exists ${NEXT} cascade; create schema ${NEXT} authorization casetrail_owner; begin; set local role casetrail_owner;
    ${tables(NEXT)} create table ${NEXT}.link_told (read bigint not null, reader bigint not null); commit;
    set work_mem = '256MB'; set maintenance_work_mem = '256MB'`);
  const pin = Number((await db.query<{ pin: string }>('select coalesce(max(position), 0) as pin from ledger.events')).rows[0]?.pin);
  const parts = Math.max(fewest, workers * 2, Math.ceil(pin / EVENTS_IN_PART));
  const crew = hire(connection, workers);
  const { links, facts, others } = indexes(NEXT);
  let counted: readonly TaskResult[];
  let told: readonly TaskResult[];
  try {
    told = await crew.run(ranges(pin, Math.max(parts, workers) * 4), (done, total) => onProgress({ phase: 'telling', done, total }));
    await db.query(`insert into ${NEXT}.link (read, reader) select distinct read, reader from ${NEXT}.link_told; drop table ${NEXT}.link_told`);
    for (const statement of links) await db.query(statement);
    await db.query(`analyze ${NEXT}.link; analyze ${NEXT}.trace`);
    const tasks = Array.from({ length: parts }, (_, part): Task => ({ kind: 'count', part, parts }));
    counted = await crew.run(tasks, (done, total) => onProgress({ phase: 'counting', done, total }));
  } finally {
    await crew.dismiss();
  }

  const differences = new Differences();
  for (const { corners } of counted) differences.add(corners);
  await copyLines(db, `${NEXT}.cube (figure, bucket, kind, valid, known, n)`, differences.cells().map(lineOf));
  await db.query(
    `insert into ${NEXT}.days select (recorded_at at time zone interval '8 hours')::date - date '2000-01-01', min(position) from ledger.events where position <= ${pin} group by 1`,
  );
  const total = facts.length + others.length;
  let done = 0;
  const inTurn = async (client: pg.Client, statements: readonly string[]) => {
    for (const statement of statements) {
      await client.query(statement);
      onProgress({ phase: 'indexing', done: ++done, total });
    }
  };
  await withSecond(connection, (second) => Promise.all([inTurn(db, facts), inTurn(second, others)]));
  await db.query(`update ${NEXT}.checkpoint set position = ${pin}, rules = '${rulesInForce}'; ${grants(NEXT)} analyze ${NEXT}.fact; analyze ${NEXT}.cube`);
  await db.query('reset work_mem; reset maintenance_work_mem');

  for (let i = 1; await step(db, CATCH_UP); i++) onProgress({ phase: 'catching up', done: i, total: i });
  const switched = await takeOver(db, compare);
  const sum = (results: readonly TaskResult[], key: 'events' | 'facts') => results.reduce((n, result) => n + result[key], 0);
  return { events: sum(told, 'events'), facts: sum(counted, 'facts'), ...switched };
}

const ranges = (pin: number, pieces: number): Task[] => {
  const size = Math.max(1, Math.ceil(pin / pieces));
  return Array.from({ length: Math.ceil(pin / size) }, (_, i): Task => ({ kind: 'tell', after: i * size, until: Math.min((i + 1) * size, pin) }));
};

async function step(db: pg.Client, size: number): Promise<boolean> {
  await db.query(BEGIN);
  try {
    const hasAdvanced = await advance(db, size, { schema: NEXT });
    await db.query('commit');
    return hasAdvanced;
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

/** The lock keeps the projector and all readers out of the old tables, so that nobody sees half of each. The figures never go back in time. */
async function takeOver(db: pg.Client, compare: boolean): Promise<Omit<Rebuilt, 'events' | 'facts'>> {
  await db.query(BEGIN);
  try {
    await db.query(`lock table ${SERVING}.checkpoint in access exclusive mode`);
    const { rows } = await db.query<{ position: string }>(`select position from ${SERVING}.checkpoint`);
    const limit = Number(rows[0]?.position);
    while (await advance(db, CATCH_UP, { schema: NEXT, limit }));
    const [before, after] = compare ? [await digestOf(db, SERVING), await digestOf(db, NEXT)] : [];
    const position = Number((await db.query<{ position: string }>(`select position from ${NEXT}.checkpoint`)).rows[0]?.position);
    await db.query(
      `drop schema if exists ${PREVIOUS} cascade; alter schema ${SERVING} rename to ${PREVIOUS}; alter schema ${NEXT} rename to ${SERVING}; commit`,
    );
    return { position, ...(before && after && { old: before, new: after, isSame: JSON.stringify(before) === JSON.stringify(after) }) };
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

async function withSecond<T>(connection: pg.ClientConfig, work: (second: pg.Client) => Promise<T>): Promise<T> {
  const second = new pg.Client(connection);
  await second.connect();
  try {
    await second.query(`set maintenance_work_mem = '256MB'`);
    return await work(second);
  } finally {
    await second.end();
  }
}

type Crew = {
  readonly run: (tasks: readonly Task[], onDone: (done: number, total: number) => void) => Promise<TaskResult[]>;
  readonly dismiss: () => Promise<void>;
};
type Hand = { readonly run: (task: Task) => Promise<TaskResult>; readonly dismiss: () => Promise<void> };

function hire(connection: pg.ClientConfig, workers: number): Crew {
  const hands = workers === 0 ? [here(connection)] : Array.from({ length: workers }, () => thread(connection));
  return {
    run: async (tasks, onDone) => {
      const todo = [...tasks];
      const results: TaskResult[] = [];
      await Promise.all(
        hands.map(async (hand) => {
          for (let task = todo.shift(); task; task = todo.shift()) {
            results.push(await hand.run(task));
            onDone(results.length, tasks.length);
          }
        }),
      );
      return results;
    },
    dismiss: async () => void (await Promise.all(hands.map((hand) => hand.dismiss()))),
  };
}

function here(connection: pg.ClientConfig): Hand {
  const db = new pg.Client(connection);
  const connected = db.connect();
  return { run: async (task) => connected.then(() => runTask(db, NEXT, task)), dismiss: async () => connected.then(() => db.end()) };
}

function thread(connection: pg.ClientConfig): Hand {
  const worker = new Worker(new URL('./rebuild-worker.js', import.meta.url), {
    workerData: { connection, schema: NEXT },
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => undefined); // told to whoever waits for a result
  return {
    run: async (task) => {
      worker.postMessage(task);
      const [result] = (await Promise.race([once(worker, 'message'), failed])) as [TaskResult];
      return result;
    },
    dismiss: async () => void (await worker.terminate()),
  };
}
