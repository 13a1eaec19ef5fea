import { importCommands } from '@casetrail/ledger';
import { type Backend, onEachBackend } from './testing/backends.ts';
import { playedCity } from './testing/played-city.ts';
import { Proxy } from './testing/proxy.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

const FEW = 20;

onEachBackend((backend: Backend) => {
  const city = playedCity(1000);
  let site: Site;
  let played: number;
  beforeEach(async () => {
    site = await Site.prepare(backend, 3);
    played = 0;
  }, SETTING_UP);
  afterEach(() => site.clear());

  const play = async (acts = FEW) => importCommands(site.ledger, city.slice(played, (played += acts)));
  const wakeUpsAreTaken = () => until('every wake-up has been taken', async () => (await site.waiting()) === 0);

  it('a queue that is emptied again and again while a worker works loses nothing', async () => {
    await site.wakeOnAppend();
    await play(200);
    const worker = site.spawn();
    for (let i = 0; i < 12; i++) {
      await play();
      await site.emptyQueue();
    }
    await worker.says(/^projecting$/);
    for (let i = 0; i < 6; i++) {
      await play();
      await site.emptyQueue();
    }
    await site.caughtUp();
    await play();
    await wakeUpsAreTaken();
    await site.caughtUp();
    expect(worker.isRunning).toBe(true);
    await site.proveRight([]);
  }, 60_000);

  if (backend === 'Redis')
    it('a Redis that dies, and comes back empty, is not missed', async () => {
      const proxy = await Proxy.before(site.redisUrl as string);
      try {
        const worker = await site.startWorker({ REDIS_URL: proxy.url });
        await play();
        await site.caughtUp();
        await proxy.cut();
        await site.emptyQueue();
        await play();
        await site.caughtUp();
        await worker.says(/queue is in trouble/);
        await proxy.restore();
        await site.wakeOnAppend();
        await play();
        await wakeUpsAreTaken();
        await site.caughtUp();
        expect(worker.isRunning).toBe(true);
      } finally {
        await proxy.cut();
      }
    });
});
