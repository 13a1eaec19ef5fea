import { type CaseId, type CivilDate, dateOf, dayOf } from '@casetrail/domain';
import { importCommands } from '@casetrail/ledger';
import { Station } from '@casetrail/ledger/testing';
import { onEachBackend } from './testing/backends.ts';
import { playedCity } from './testing/played-city.ts';
import { Proxy } from './testing/proxy.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { FLEETING, SOON, until } from './testing/until.ts';
import type { WorkerProcess } from './testing/worker-process.ts';

const campaign = { scope: 'EVIL', listVersion: '2018', basis: 'for the test' };
const asOf = '2020-04-08' as CivilDate;
/** Milliseconds: far more than a wake-up takes. Without one, a detention that follows the last look has to wait for the better part of a second. */
const WELL_UNDER_A_SECOND = 600;

onEachBackend((backend) => {
  describe('one worker', () => {
    let site: Site;
    let station: Station;
    let file: CaseId;
    let proxy: Proxy;
    let worker: WorkerProcess;
    beforeAll(async () => {
      site = await Site.prepare(backend, 1);
      station = new Station(site.ledger);
      await station.open();
      file = await station.filedCase();
      await station.issue(file, 'ClassifyScope', campaign);
      proxy = await Proxy.before(site.database.url);
      worker = await site.startWorker({ DATABASE_URL: proxy.url });
      await site.caughtUp();
    }, SETTING_UP);
    afterAll(async () => {
      await site.clear();
      await proxy.cut();
    });

    const detained = async () => (await site.figures.values({ asOf })).values.F05;
    /** How long it takes until a new detention is in F05, in milliseconds from its receipt. */
    const untilCounted = async () => {
      const before = await detained();
      await station.detainedIn(file);
      const recorded = performance.now();
      await until('the detention is in F05', async () => (await detained()) === before + 1, SOON, FLEETING);
      return Math.round(performance.now() - recorded);
    };

    it('counts a detention well under a second after its wake-up, and without one a little later', async () => {
      const unasked = await untilCounted();
      await site.wakeOnAppend();
      const times: number[] = [];
      for (let i = 0; i < 9; i++) times.push(await untilCounted());
      console.info(`Queues on ${backend}: a detention is in F05 ${times.join(', ')} ms after its receipt, and ${unasked} ms without a wake-up.`);
      expect(times.sort((a, b) => a - b)[4]).toBeLessThan(WELL_UNDER_A_SECOND);
      expect(site.troubles).toEqual([]);
    });

    it('goes on when the database was away, in the middle of a batch', async () => {
      const before = await detained();
      const blocker = await site.owner.connect();
      await blocker.query('begin; lock table counting.trace');
      await station.detainedIn(file);
      await until('the worker is in a batch', () => site.isProjecting(worker));
      await proxy.cut();
      await blocker.query('commit');
      blocker.release();
      await station.detainedIn(file);
      await worker.says(/^projecting has stopped/);
      await proxy.restore();
      await site.caughtUp();
      expect(await detained()).toBe(before + 2);
      expect(worker.isRunning).toBe(true);
    });
  });

  describe('two workers at once', () => {
    let site: Site;
    beforeAll(async () => void (site = await Site.prepare(backend, 1)), SETTING_UP);
    afterAll(() => site.clear());

    it('count nothing twice', async () => {
      const city = playedCity(1200);
      await site.wakeOnAppend();
      await importCommands(site.ledger, city.slice(0, 400));
      await Promise.all([site.startWorker(), site.startWorker()]);
      for (let done = 400; done < city.length; done += 40) await importCommands(site.ledger, city.slice(done, done + 40));
      await site.caughtUp();
      const last = city.at(-1)?.recordedAt.slice(0, 10) as CivilDate;
      await site.proveRight([last, dateOf(dayOf(last) - 20)]);
    }, 60_000);
  });
});
