import { randomUUID } from 'node:crypto';
import { type CivilDate, type RecordedEvent, dateOf, dayOf } from '@casetrail/domain';
import { type Entry, fingerprintOf, importCommands } from '@casetrail/ledger';
import { Station, newStream, system } from '@casetrail/ledger/testing';
import { NotCountable, NotProjectable } from '@casetrail/readmodel';
import { onEachBackend } from './testing/backends.ts';
import { playedCity } from './testing/played-city.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

const campaign = { scope: 'EVIL', listVersion: '2018', basis: 'for the test' };
const asOf = '2020-04-08' as CivilDate;
/** Milliseconds: far more than a wake-up takes, and less than nine detentions would take on average if the worker only looked once a second. */
const WELL_UNDER_A_SECOND = 400;

onEachBackend((backend) => {
  let site: Site;
  beforeEach(async () => void (site = await Site.prepare(backend, 1)), SETTING_UP);
  afterEach(() => site.clear());

  describe('one worker', () => {
    let station: Station;
    let file: Awaited<ReturnType<Station['filedCase']>>;
    beforeEach(async () => {
      station = new Station(site.ledger);
      await station.open();
      file = await station.filedCase();
      await station.issue(file, 'ClassifyScope', campaign);
    });

    const detained = async () => (await site.figures.values({ asOf })).values.F05;
    /** How long it takes until a new detention is in F05, in milliseconds from its receipt. */
    const untilCounted = async () => {
      const before = await detained();
      await station.detainedIn(file);
      const recorded = performance.now();
      await until('the detention is in F05', async () => (await detained()) === before + 1);
      return Math.round(performance.now() - recorded);
    };

    it('counts a detention well under a second after its wake-up, and without one a little later', async () => {
      await site.startWorker();
      await site.caughtUp();
      const unasked = await untilCounted();
      await site.wakeOnAppend();
      const times: number[] = [];
      for (let i = 0; i < 9; i++) times.push(await untilCounted());
      console.info(`Queues on ${backend}: a detention is in F05 ${times.join(', ')} ms after its receipt, and ${unasked} ms without a wake-up.`);
      expect(times.sort((a, b) => a - b)[4]).toBeLessThan(WELL_UNDER_A_SECOND);
      expect(site.troubles).toEqual([]);
    });

    it('goes on when the database has thrown out all its connections', async () => {
      const worker = await site.startWorker();
      await site.wakeOnAppend();
      for (let i = 0; i < 3; i++) {
        const appending = station.detainedIn(file);
        await site.throwOut();
        await appending;
        await site.caughtUp();
      }
      expect(await detained()).toBe(3);
      expect(worker.isRunning).toBe(true);
    });

    /** Appends what no decider would: only the owner of the ledger could. */
    async function appendPoison(event: Pick<RecordedEvent, 'stream' | 'version' | 'type' | 'data'>): Promise<number> {
      const recorded = { schema: 1, occurredOn: asOf, actor: system, secrecy: 'CASE', correlation: 'test', ...event } as RecordedEvent;
      const { no } = (await site.ledger.load([event.stream])).get(event.stream) ?? { no: 0 };
      const entry: Entry = {
        commandId: randomUUID(),
        fingerprint: fingerprintOf(event),
        events: [recorded],
        read: [{ stream: event.stream, no, version: event.version - 1 }],
      };
      const [verdict] = await site.ledger.appendAll([entry]);
      if (verdict?.verdict !== 'recorded') throw new Error(JSON.stringify(verdict));
      return verdict.lastPosition;
    }

    it.each([
      { stopped: 'views', other: 'figures', failure: NotProjectable, event: { type: 'CaseEnchanted', data: {} }, reason: /CaseEnchanted .* is not known here/ },
      {
        stopped: 'figures',
        other: 'views',
        failure: NotCountable,
        event: { type: 'CasesMerged', data: { survivor: newStream('criminal_case') } },
        reason: /which is not there/,
      },
    ] as const)('stops $stopped, and only them, before an event that they cannot project, and says so', async ({ stopped, other, failure, event, reason }) => {
      await station.detainedIn(file);
      const another = await station.filedCase();
      const { version } = await station.issue(another, 'ClassifyScope', campaign);
      const poison = await appendPoison({ stream: another, version: version + 1, ...event });
      await station.detainedIn(file);
      const { position: head } = await site.ledger.head();

      const worker = await site.startWorker();
      await site.projected(other, head);
      const line = await worker.says(reason);
      expect(line).toMatchObject({ level: 'error', projector: stopped, position: poison, err: { type: failure.name } });
      await station.detainedIn(file);
      await site.projected(other, (await site.ledger.head()).position);
      expect(await site.checkpoints()).toMatchObject({ [stopped]: poison - 1 });
      expect(worker.linesOf(reason)).toHaveLength(1); // it is told again, but not at every attempt
      expect(worker.isRunning).toBe(true);
    });
  });

  it('two workers at once count nothing twice', async () => {
    await site.wakeOnAppend();
    const city = playedCity(1200);
    await importCommands(site.ledger, city.slice(0, 400));
    await Promise.all([site.startWorker(), site.startWorker()]);
    for (let done = 400; done < city.length; done += 40) await importCommands(site.ledger, city.slice(done, done + 40));
    await site.caughtUp();
    const last = city.at(-1)?.recordedAt.slice(0, 10) as CivilDate;
    await site.proveRight([last, dateOf(dayOf(last) - 60)]);
  }, 60_000);
});
