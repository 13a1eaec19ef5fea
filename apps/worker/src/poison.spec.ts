import { randomUUID } from 'node:crypto';
import type { Actor, CivilDate, ProjectorName, RecordedEvent, StreamId } from '@casetrail/domain';
import { fingerprintOf } from '@casetrail/ledger';
import { Station, newStream, system } from '@casetrail/ledger/testing';
import { NotCountable, NotProjectable, digestOf, projectorStandings, rebuildFigures, rebuildViews, skipEvent, viewsDigest } from '@casetrail/readmodel';
import { onEachBackend } from './testing/backends.ts';
import { Rebuilding } from './testing/rebuilding.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';

const unknown = { type: 'CaseEnchanted', data: {} };
const astray = { type: 'CasesMerged', data: { survivor: newStream('criminal_case') } };

const statistician: Actor = { user: 'stat-1', role: 'STATISTICIAN', org: 'statistics-370200', district: '370200' };
const why = 'It was never recorded by anybody.';
/** Each spec file has a database of its own on Redis. */
const REDIS = 7;

const cases = [
  { stopped: 'views', other: 'figures', event: unknown, failure: NotProjectable, reason: /CaseEnchanted .* is not known here/ },
  { stopped: 'figures', other: 'views', event: astray, failure: NotCountable, reason: /names criminal_case-\w+, which is not there/ },
] as const;

onEachBackend((backend) =>
  describe('an event that cannot be projected', () => {
    let site: Site;
    let station: Station;
    beforeEach(async () => {
      site = await Site.prepare(backend, REDIS);
      station = new Station(site.ledger);
      await station.open();
    }, SETTING_UP);
    afterEach(() => site.clear());

    /** Appends to a stream what no decider would. Returns its position. */
    async function poison(stream: StreamId, event: typeof unknown | typeof astray): Promise<number> {
      const { no, events } = (await site.ledger.load([stream])).get(stream) ?? { no: 0, events: [] };
      const read = [{ stream, no, version: events.length }];
      const recorded: RecordedEvent = {
        ...event,
        stream,
        version: events.length + 1,
        schema: 1,
        occurredOn: '2020-04-01' as CivilDate,
        actor: system,
        secrecy: 'CASE',
        correlation: 'test',
      };
      const verdict = await site.ledger.append({ commandId: randomUUID(), fingerprint: fingerprintOf(event), events: [recorded], read });
      if (verdict.verdict !== 'recorded') throw new Error(verdict.verdict);
      return verdict.lastPosition;
    }

    const standingOf = async (name: ProjectorName) => (await projectorStandings(site.owner)).find((one) => one.name === name);
    const stopsBefore = (name: ProjectorName, position: number) =>
      until(`${name} says that it has stopped before ${position}`, async () => (await standingOf(name))?.stop?.position === position);
    const skip = (projector: ProjectorName, position: number, actor = statistician) =>
      skipEvent(site.database.pool('worker', 1), site.ledger, { projector, position, reason: why, actor });

    it.each(cases)('stops $stopped right before it, and only them, and the worker says so', async ({ stopped, other, event, failure, reason }) => {
      const file = await station.filedCase();
      const position = await poison(await station.filedCase(), event);
      await station.detainedIn(file);
      const worker = await site.startWorker();
      await site.projected(other, (await site.ledger.head()).position);
      expect(await worker.says(reason)).toMatchObject({ level: 'error', projector: stopped, position, err: { type: failure.name } });

      await site.wakeOnAppend();
      for (let i = 0; i < 3; i++) {
        await station.detainedIn(file);
        await site.projected(other, (await site.ledger.head()).position);
      }
      expect(await site.checkpoints()).toMatchObject({ [stopped]: position - 1 });
      expect(worker.linesOf(reason)).toHaveLength(1); // not at every attempt
      expect(worker.isRunning).toBe(true);

      await stopsBefore(stopped, position);
      const first = await standingOf(stopped);
      expect(first).toMatchObject({ state: 'stopped', position: position - 1, stop: { cause: 'event', position, reason: expect.stringMatching(reason) } });
      expect(await standingOf(other)).toMatchObject({ state: 'running', lag: 0 });
      const again = await until('it tries again', async () => {
        const now = await standingOf(stopped);
        return now !== undefined && now.updatedAt.getTime() !== first?.updatedAt.getTime() && now;
      });
      expect(again).toEqual({ ...first, updatedAt: expect.any(Date), lag: expect.any(Number) });
    });

    it.each(cases)('is left out of $stopped by a decision that stands in the ledger, and of every rebuild', async ({ stopped, other, event }) => {
      const file = await station.filedCase();
      const touched = await station.filedCase();
      const position = await poison(touched, event);
      await station.detainedIn(file);
      await site.startWorker();
      await stopsBefore(stopped, position);
      const recorded = (await site.ledger.head()).position;

      for (const [name, at, code] of [
        [stopped, position + 1, 'projector/stopped-elsewhere'],
        [stopped, position - 1, 'projector/stopped-elsewhere'],
        [other, position, 'projector/is-running'],
      ] as const)
        await expect(skip(name, at)).rejects.toMatchObject({ code });
      await expect(skip(stopped, position, system)).rejects.toMatchObject({ code: 'role/not-allowed' });
      const rebuild = await site.owner.connect();
      await rebuild.query('select pg_advisory_lock(case when $1 then 4272838602 else 4272838603 end)', [stopped === 'figures']);
      await expect(skip(stopped, position)).rejects.toMatchObject({ code: 'projector/is-being-rebuilt' });
      await rebuild.query('select pg_advisory_unlock_all()');
      rebuild.release();
      expect(await site.ledger.head()).toMatchObject({ position: recorded }); // nothing of that is in the ledger

      const receipt = await skip(stopped, position);
      const [told] = await site.ledger.read(receipt.position - 1, 1);
      expect(told?.event).toMatchObject({ type: 'EventSkipped', actor: statistician, data: { projector: stopped, position, reason: why } });
      const head = await site.caughtUp();
      expect(head).toBe(receipt.position);
      await until('it says that it goes on', async () => (await standingOf(stopped))?.state === 'running');
      await expect(skip(stopped, position)).rejects.toMatchObject({ code: 'projector/is-running' });

      await station.detainedIn(file);
      await site.caughtUp();
      const [figures, views] = [await digestOf(site.owner), await viewsDigest(site.owner)];
      expect(await rebuildFigures({ connectionString: site.database.url }, { workers: 0, compare: true })).toMatchObject({ isSame: true });
      expect(await digestOf(site.owner)).toEqual(figures);
      await rebuildViews(site.owner);
      expect(await viewsDigest(site.owner)).toEqual(views);
    });

    it('stops a rebuild by the workers, and the plan says why', async () => {
      await poison(await station.filedCase(), astray);
      await site.startWorker();
      const rebuilding = new Rebuilding(site);
      await rebuilding.begin(['figures']);
      const trouble = await until('the plan says why', async () => (await rebuilding.plan('figures'))?.troubles[0]);
      expect(trouble).toMatch(/names criminal_case-\w+, which is not there/);
      await until('nothing of it is queued any more', async () => (await rebuilding.pending()).length === 0);
      expect(await rebuilding.isFinished(['figures'])).toBe(false);
      await rebuilding.close();
    });

    it('stops figures that other rules have counted, and no skip is of use then', async () => {
      await station.filedCase();
      const worker = await site.startWorker();
      const head = await site.caughtUp();
      await worker.stop();
      await site.owner.query("update counting.checkpoint set rules = 'others'");
      await station.filedCase();
      await site.startWorker();
      await stopsBefore('figures', head + 1);
      expect((await standingOf('figures'))?.stop).toMatchObject({ cause: 'rebuild', reason: expect.stringContaining('counted by the rules others') });
      await expect(skip('figures', head + 1)).rejects.toMatchObject({ code: 'projector/needs-rebuild' });
      await rebuildFigures({ connectionString: site.database.url }, { workers: 0 });
      await until('it says that it goes on', async () => (await standingOf('figures'))?.state === 'running');
    });

    it('is not what keeps a projector from going on when the database is away', async () => {
      const worker = await site.startWorker();
      await site.caughtUp();
      const { rows } = await site.owner.query<{ pid: number }>('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        worker.label,
      ]);
      expect(rows.length).toBeGreaterThan(0);
      await station.filedCase();
      await site.caughtUp();
      for (const name of ['figures', 'views'] as const) expect(await standingOf(name)).toMatchObject({ state: 'running', since: expect.any(Date) });
      expect((await site.owner.query('select from operations.projectors where since > (select min(since) from operations.projectors)')).rows).toHaveLength(0);
    });
  }),
);
