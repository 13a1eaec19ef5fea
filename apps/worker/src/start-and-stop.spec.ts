import { once } from 'node:events';
import { createServer } from 'node:net';
import { importCommands } from '@casetrail/ledger';
import { onEachBackend } from './testing/backends.ts';
import { playedCity } from './testing/played-city.ts';
import { Proxy } from './testing/proxy.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { FLEETING, SOON, until } from './testing/until.ts';
import type { WorkerProcess } from './testing/worker-process.ts';

/** Milliseconds. */
const A_FEW_SECONDS = 8000;

async function stopped(worker: WorkerProcess, signal: NodeJS.Signals): Promise<unknown> {
  const asked = Date.now();
  worker.signal(signal);
  const code = await worker.over();
  expect(Date.now() - asked).toBeLessThan(A_FEW_SECONDS);
  return code;
}

/** An address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await once(server.close(), 'close');
  return `127.0.0.1:${port}`;
}

onEachBackend((backend) => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.prepare(backend, 4);
    await importCommands(site.ledger, playedCity(1500));
  }, SETTING_UP);
  afterAll(() => site.clear());

  const nothingIsLeft = async () => {
    await until('no connection is left', async () => (await site.connections()) === 0);
    if (site.redis) await until('none on Redis either', async () => !/db=4 .*name=casetrail/.test((await site.redis?.client('LIST')) as string));
  };

  it('SIGTERM ends it in the middle of its work, in order', async () => {
    const worker = site.spawn();
    await until('it projects', () => site.isProjecting(worker), SOON, FLEETING);
    expect(await stopped(worker, 'SIGTERM')).toBe(0);
    expect(worker.complaints).toBe('');
    await nothingIsLeft();
  });

  it('SIGINT ends it when there is nothing to do, in order', async () => {
    const worker = await site.startWorker();
    await site.caughtUp();
    expect(await stopped(worker, 'SIGINT')).toBe(0);
    expect(worker.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(worker.complaints).toBe('');
    await nothingIsLeft();
  });

  if (backend === 'Redis') {
    it('works without Redis from its start, and ends in order', async () => {
      await site.owner.query(
        "truncate counting.trace, counting.link, counting.fact, counting.cube, counting.days; update counting.checkpoint set position = 0, rules = ''",
      );
      const worker = site.spawn({ REDIS_URL: `redis://${await nowhere()}` });
      await site.caughtUp();
      expect(await stopped(worker, 'SIGTERM')).toBe(0);
    });

    it('ends in order although Redis has died', async () => {
      const proxy = await Proxy.before(site.redisUrl as string);
      const worker = await site.startWorker({ REDIS_URL: proxy.url });
      await proxy.cut();
      await worker.says(/queue is in trouble/);
      expect(await stopped(worker, 'SIGTERM')).toBe(0);
    });
  }
});

describe('a worker does not run', () => {
  let site: Site;
  beforeAll(async () => void (site = await Site.prepare('PostgreSQL', 4)), SETTING_UP);
  afterAll(() => site.clear());

  it('with a wrong configuration: it says all that is wrong', async () => {
    const worker = site.spawn({ DATABASE_URL: '', REDIS_URL: 'http://redis.invalid', LOG_LEVEL: 'shout' });
    expect(await worker.over()).toBe(2);
    for (const variable of ['DATABASE_URL must be set', 'REDIS_URL must be a URL', 'LOG_LEVEL must be trace']) expect(worker.complaints).toContain(variable);
    expect(worker.complaints).not.toMatch(/redis.invalid|\n\s+at /); // sentences for whoever configures: no values, no stack
  });

  it('where nobody answers', async () => {
    const worker = site.spawn({ DATABASE_URL: `postgres://casetrail@${await nowhere()}/casetrail` });
    expect(await worker.over()).toBe(1);
    expect(worker.complaints).toMatch(/ECONNREFUSED/);
  });

  it('with a login that has kept its own rights', async () => {
    const worker = site.spawn({ DATABASE_URL: `${site.database.url}?options=` }); // takes the place of the role
    expect(await worker.over()).toBe(1);
    expect(worker.complaints).toMatch(/This process may try to change the ledger/);
  });

  it('without the tables of its queue', async () => {
    await site.owner.query('drop schema bullmq cascade');
    const worker = site.spawn();
    expect(await worker.over()).toBe(1);
    expect(worker.complaints).toMatch(/schema "bullmq" is not initialized/);
  });

  it('on a ledger that is not protected', async () => {
    await site.owner.query('alter table ledger.events disable trigger append_only');
    const worker = site.spawn();
    expect(await worker.over()).toBe(1);
    expect(worker.complaints).toMatch(/A trigger that keeps ledger.events append-only is missing or not always on/);
    expect(await site.checkpoints()).toEqual({ figures: 0, views: 0 });
  });
});
