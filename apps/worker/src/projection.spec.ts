import type { CivilDate } from '@casetrail/domain';
import { demoCityCommands } from '@casetrail/demo-city';
import { importCommands } from '@casetrail/ledger';
import { Station, newStream } from '@casetrail/ledger/testing';
import { onEachBackend } from './testing/backends.ts';
import { Site } from './testing/site.ts';
import { until } from './testing/until.ts';

const campaign = { scope: 'EVIL', listVersion: '2018', basis: 'for the test' };
const asOf = '2020-04-08' as CivilDate;
/** Milliseconds: far more than a wake-up takes, far less than the safety net's second would make of nine detentions. */
const WELL_UNDER_A_SECOND = 500;

onEachBackend((backend) => {
  describe('a worker', () => {
    let site: Site;
    let station: Station;
    let file: Awaited<ReturnType<Station['filedCase']>>;
    beforeAll(async () => {
      site = await Site.prepare(backend, 1);
      await site.startWorker();
      station = new Station(site.ledger);
      await station.open();
      file = await station.filedCase();
      await station.issue(file, 'ClassifyScope', campaign);
      await site.caughtUp();
    });
    afterAll(() => site.clear());

    const detained = async () => (await site.figures.values({ asOf })).values.F05;
    /** How long it takes until a new detention is in F05, in milliseconds from its receipt. */
    const untilCounted = async () => {
      const before = await detained();
      await station.detainedIn(file);
      const recorded = performance.now();
      await until('the detention is in F05', async () => (await detained()) === before + 1);
      return Math.round(performance.now() - recorded);
    };

    it('counts what nobody woke it for', async () => {
      console.info(`${backend}: a detention is in F05 after ${await untilCounted()} ms without a wake-up`);
    });

    it('counts a detention well under a second after its wake-up', async () => {
      await site.wakeOnAppend();
      const times: number[] = [];
      for (let i = 0; i < 9; i++) times.push(await untilCounted());
      console.info(`${backend}: detentions are in F05 after ${times.join(', ')} ms`);
      expect(times.sort((a, b) => a - b)[4]).toBeLessThan(WELL_UNDER_A_SECOND);
      expect(site.troubles).toEqual([]);
    });
  });
});
void demoCityCommands; void importCommands; void newStream;
