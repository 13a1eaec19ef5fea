import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { migrate } from './database.ts';
import { Hopeless, type Queues, openQueues } from './queues.ts';

type Gate = { readonly opened: Promise<void>; open(): void };
function gate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((done) => (open = done));
  return { opened, open: () => open() };
}

/** Collects what happens and lets a test wait until something has. */
function journal<T>() {
  const entries: T[] = [];
  const waiting: { readonly isThere: () => boolean; readonly done: () => void }[] = [];
  return {
    entries,
    add(entry: T) {
      entries.push(entry);
      for (const { isThere, done } of waiting) if (isThere()) done();
    },
    until: (isThere: (soFar: readonly T[]) => boolean) =>
      new Promise<void>((done) => (isThere(entries) ? done() : waiting.push({ isThere: () => isThere(entries), done }))),
  };
}
const count =
  <T>(of: T, n: number) =>
  (entries: readonly T[]) =>
    entries.filter((entry) => entry === of).length >= n;

const redis = process.env['TEST_REDIS_URL'];
const backends = ['postgres', ...(redis ? ['redis'] : [])] as const;

describe.each(backends)('queues on %s', (backend) => {
  let database: TestDatabase;
  let admin: Pool;
  let config: { databaseUrl: string; redisUrl: string | undefined };
  const cleanUp: (() => Promise<unknown>)[] = [];
  const troubles = journal<string>();
  const report = (error: Error) => troubles.add(error.message);

  beforeAll(async () => {
    database = await testDatabase([]);
    await migrate(database.url, ledgerMigrations);
    admin = database.pool('owner', 1).on('error', () => {});
    config = { databaseUrl: database.url, redisUrl: backend === 'redis' ? redis : undefined };
  });
  beforeEach(async () => {
    if (backend === 'postgres') return;
    const client = new Redis(redis as string);
    await client.flushdb();
    await client.quit();
  });
  afterEach(async () => {
    for (const close of cleanUp.splice(0).reverse()) await close();
    await admin.query('truncate bullmq.job, bullmq.scheduler, bullmq.dedup, bullmq.dedup_next cascade');
  });
  afterAll(() => database.drop());

  const producer = () => {
    const queue = openQueues(config, 'api', report).openQueue('projectors');
    cleanUp.push(() => queue.close());
    return queue;
  };
  const worker = async (handle: (id: string) => Promise<void>, concurrency = 1) => {
    const opened = await openQueues(config, 'worker', report).openWorker('projectors', handle, { concurrency });
    cleanUp.push(() => opened.close());
    return opened;
  };

  it('are on what the configuration says', () => expect(openQueues(config, 'api', report).backend).toBe(backend));

  it('take a wake-up from the api to a worker', async () => {
    const runs = journal<string>();
    await worker(async (id) => runs.add(id));
    producer().wake('figures');
    await runs.until(count('figures', 1));
  });

  it('keep a wake-up until there is a worker', async () => {
    const runs = journal<string>();
    const sender = openQueues(config, 'api', report).openQueue('projectors');
    sender.wake('figures');
    await sender.close();
    await worker(async (id) => runs.add(id));
    await runs.until(count('figures', 1));
  });

  it('make one run of the wake-ups that come while one is under way', async () => {
    const runs = journal<string>();
    const hold = gate();
    await worker(async (id) => {
      runs.add(id);
      if (runs.entries.length === 1) await hold.opened;
    });
    const queues = [producer(), producer()];
    queues[0]?.wake('figures');
    await runs.until(count('figures', 1));
    for (let i = 0; i < 50; i++) for (const queue of queues) queue.wake('figures');
    for (const queue of queues) await queue.close(); // all of them have arrived
    hold.open();
    await runs.until(count('figures', 2));
    producer().wake('views'); // concurrency is 1: a third run of figures would come before it
    await runs.until(count('views', 1));
    expect(runs.entries).toEqual(['figures', 'figures', 'views']);
  });

  it('run different ids side by side', async () => {
    const runs = journal<string>();
    const hold = gate();
    await worker(async (id) => {
      runs.add(id);
      await hold.opened;
    }, 2);
    const queue = producer();
    queue.wake('figures');
    queue.wake('views');
    await runs.until((ids) => ids.includes('figures') && ids.includes('views'));
    hold.open();
  });

  it('report a run that fails, and run again at the next wake-up', async () => {
    const runs = journal<string>();
    await worker(async (id) => {
      runs.add(id);
      if (runs.entries.length === 1) throw new Error('position 17: unknown event');
    });
    const queue = producer();
    queue.wake('figures');
    await troubles.until(count('position 17: unknown event', 1));
    queue.wake('figures');
    await runs.until(count('figures', 2));
  });

  describe('take flows', () => {
    const starter = () => {
      const opened = openQueues(config, 'worker', report).openFlows('rebuild');
      cleanUp.push(() => opened.close());
      return opened;
    };
    const crew = async (handle: (id: string) => Promise<void>, concurrency = 2) => {
      const opened = await openQueues(config, 'worker', report).openWorker('rebuild', handle, { concurrency });
      cleanUp.push(() => opened.close());
    };

    it('whose last piece follows when all others have ended, well or not', async () => {
      const runs = journal<string>();
      const hold = gate();
      const flow = starter();
      await flow.start('last', ['one', 'two', 'three']);
      expect([...(await flow.pending())].sort()).toEqual(['last', 'one', 'three', 'two']);
      await crew(async (id) => {
        if (id === 'two') throw new Hopeless('two cannot be done');
        if (id === 'three') await hold.opened;
        runs.add(id);
      });
      await runs.until(count('one', 1));
      await troubles.until(count('two cannot be done', 1));
      hold.open();
      await runs.until(count('last', 1));
      expect(runs.entries).toEqual(['one', 'three', 'last']);
    });

    it('whose last piece may start the next flow, and queue nothing twice', async () => {
      const runs = journal<string>();
      const flow = starter();
      await flow.start('after a', ['a1', 'a2']);
      await flow.start('after a', ['a1', 'a2']);
      await crew(async (id) => {
        if (id === 'after a') await flow.start('after b', ['b1']);
        runs.add(id);
      }, 1);
      await runs.until(count('after b', 1));
      expect([...runs.entries].sort()).toEqual(['a1', 'a2', 'after a', 'after b', 'b1']);
      while ((await flow.pending()).length > 0);
    });

    it('and try a piece again that had trouble', async () => {
      const runs = journal<string>();
      await starter().start('end', ['shaky']);
      await crew(async (id) => {
        runs.add(id);
        if (runs.entries.length === 1) throw new Error('the database was away');
      });
      await runs.until(count('end', 1));
      expect(runs.entries).toEqual(['shaky', 'shaky', 'end']);
    });
  });

  if (backend === 'postgres') {
    it('hold nothing but an id', async () => {
      const sender = openQueues(config, 'api', report).openQueue('projectors');
      sender.wake('figures');
      await sender.close();
      expect((await admin.query('select name, data from bullmq.job')).rows).toEqual([{ name: 'figures', data: {} }]);
    });

    it('give neither the api nor a worker a right to the tables themselves', async () => {
      for (const role of ['api', 'worker'] as const)
        await expect(database.pool(role).query('create table bullmq.mine (a int)')).rejects.toMatchObject({ code: '42501' });
    });

    it('leave no connection behind', async () => {
      const opened = await openQueues(config, 'worker', report).openWorker('projectors', async () => {}, { concurrency: 2 });
      const sender = openQueues(config, 'api', report).openQueue('projectors');
      sender.wake('figures');
      await sender.close();
      await opened.close();
      const mine = 'select count(*)::int as connections from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
      let connections = -1;
      while (connections !== 0)
        ({ connections } = (await admin.query<{ connections: number }>(`${mine} and state is distinct from 'idle' or application_name = 'projectors'`))
          .rows[0] ?? { connections });
    });
  }
});

describe('without Redis', () => {
  const troubles = journal<string>();
  let queues: Queues;
  beforeAll(async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as { port: number };
    await new Promise((done) => listener.close(done)); // now nobody listens there
    queues = openQueues({ databaseUrl: `postgres://nowhere/${randomUUID()}`, redisUrl: `redis://127.0.0.1:${port}` }, 'api', (error) =>
      troubles.add((error as { code?: string }).code ?? error.message),
    );
  });

  it('a wake-up disturbs nobody, and the trouble is reported', async () => {
    const queue = queues.openQueue('projectors');
    for (let i = 0; i < 100; i++) queue.wake('figures');
    await troubles.until(count('ECONNREFUSED', 1));
    await queue.close();
  });
});
