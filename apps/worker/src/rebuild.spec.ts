import { type CivilDate, dateOf, dayOf, districtCodes, figureOf } from '@casetrail/domain';
import { importCommands } from '@casetrail/ledger';
import { NotSwitchable, RebuildUnderWay, cancelRebuild, compareNext, goBack, isSame, modelNames, switchVersions, versions } from '@casetrail/readmodel';
import { onEachBackend } from './testing/backends.ts';
import { playedCity } from './testing/played-city.ts';
import { BUILDING, Rebuilding } from './testing/rebuilding.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import { until } from './testing/until.ts';
import type { WorkerProcess } from './testing/worker-process.ts';

const ACTS = 1000;
const asOf = '2020-04-08' as CivilDate;

onEachBackend((backend) => {
  let site: Site;
  let rebuilding: Rebuilding;
  let played: number;
  beforeEach(async () => {
    site = await Site.prepare(backend, 6);
    rebuilding = new Rebuilding(site);
    played = 0;
    await play(ACTS);
  }, SETTING_UP);
  afterEach(async () => {
    await rebuilding.close();
    await site.clear();
  });

  const play = async (acts: number) => importCommands(site.ledger, playedCity(played + acts).slice(played, (played += acts)));
  const same = (verdicts: Parameters<Parameters<typeof switchVersions>[2]>[0]) => verdicts.every(isSame);
  const proveRight = () => {
    const last = playedCity(played).at(-1)?.recordedAt.slice(0, 10) as CivilDate;
    return site.proveRight([last, dateOf(dayOf(last) - 20)]);
  };
  const tasksDoneBy = (...workers: WorkerProcess[]) => workers.flatMap((worker) => worker.linesOf(/^a task of a rebuild is done$/));

  it(
    'is done by two workers while writing goes on, and ends with what serves and with the naive recount',
    async () => {
      await site.wakeOnAppend();
      const workers = [await site.startWorker(), await site.startWorker()];
      await site.caughtUp();
      await rebuilding.begin();
      await expect(rebuilding.begin()).rejects.toThrow(RebuildUnderWay);
      const { length: before } = tasksDoneBy(...workers);
      while (!(await rebuilding.isFinished())) await play(10);
      expect(before).toBeLessThan(tasksDoneBy(...workers).length);
      const verdicts = await compareNext(site.owner);
      expect(verdicts).toMatchObject([
        { model: 'figures', differences: [] },
        { model: 'views', differences: [] },
      ]);
      for (const { parts } of verdicts) expect(parts).toBeGreaterThan(5);
      await play(40);
      const head = await site.caughtUp();
      const served = await switchVersions(site.owner, modelNames, same);
      expect(served).toEqual([
        { model: 'figures', position: head },
        { model: 'views', position: head },
      ]);
      await play(40); // the projectors go on in what serves now
      await site.caughtUp();
      await cancelRebuild(site.owner, modelNames);
      await proveRight();
    },
    SETTING_UP,
  );

  it(
    'survives a worker that is killed in the middle of a task',
    async () => {
      const first = await site.startWorker();
      await site.caughtUp();
      const blocker = await site.owner.connect();
      const [begun] = await rebuilding.begin(['figures']);
      await blocker.query('begin; lock table counting_next.fact in exclusive mode');
      const isInTask = async () => (await blocker.query("select from pg_locks where relation = 'counting_next.fact'::regclass and not granted")).rowCount;
      await until('a part is about to be written', isInTask);
      expect(await first.kill()).toBe('SIGKILL');
      await blocker.query('commit');
      blocker.release();
      await expect(rebuilding.begin(['figures'])).rejects.toThrow(RebuildUnderWay);
      await site.startWorker();
      await rebuilding.finished(['figures']);
      expect((await rebuilding.plan('figures'))?.id).toBe(begun?.rebuild);
      expect((await compareNext(site.owner, ['figures'])).map(({ differences }) => differences)).toEqual([[]]);
    },
    SETTING_UP + BUILDING,
  );

  it(
    'goes on where it was when its queue is emptied',
    async () => {
      const worker = await site.startWorker();
      await site.caughtUp();
      const blocker = await site.owner.connect();
      await rebuilding.begin(['views']);
      await blocker.query('begin; lock table views_next.checkpoint in exclusive mode');
      await until('the first rows are written', async () => (await rebuilding.plan('views'))?.phases.some(({ name, done }) => name === 'indexing' && done > 0));
      await worker.kill();
      await site.emptyQueue();
      await blocker.query('commit');
      blocker.release();
      const halted = await rebuilding.plan('views');
      expect(halted?.isFinished).toBe(false);
      await site.startWorker();
      expect(await rebuilding.begin(['views'])).toEqual([{ model: 'views', rebuild: halted?.id }]);
      await rebuilding.finished(['views']);
      expect((await compareNext(site.owner, ['views'])).map(({ differences }) => differences)).toEqual([[]]);
    },
    SETTING_UP,
  );

  it(
    'can be cancelled at any time, and begun again',
    async () => {
      const worker = await site.startWorker();
      await site.caughtUp();
      const [begun] = await rebuilding.begin(['figures']);
      await cancelRebuild(site.owner, ['figures']);
      expect(await versions(site.owner)).toMatchObject([{ versions: [{ version: 'live' }] }, { versions: [{ version: 'live' }] }]);
      await until('the queue has nothing left of it', async () => (await rebuilding.pending()).length === 0);
      expect(worker.linesOf(/queue is in trouble/)).toEqual([]);
      const [again] = await rebuilding.begin(['figures']);
      expect(again?.rebuild).not.toBe(begun?.rebuild);
      await rebuilding.finished(['figures']);
    },
    SETTING_UP,
  );

  if (backend !== 'PostgreSQL') return; // no queue has a part in what follows

  it(
    'lists what differs by figure, district and unit, and does not switch unless that is accepted',
    async () => {
      const worker = await site.startWorker();
      await site.caughtUp();
      const { code } = figureOf('F04');
      const planted = await site.owner.query<{ unit: string; valid_from: number; bucket: number }>(
        `update counting.fact set valid_from = valid_from - 1 where ctid = (select ctid from counting.fact where figure = ${code} and bucket <> 12 order by unit limit 1)
       returning (select id from ledger.streams where no = unit) as unit, valid_from, bucket`,
      );
      const wrong = planted.rows[0] as { unit: string; valid_from: number; bucket: number };
      await rebuilding.begin();
      await rebuilding.finished();
      const [figures, views] = await compareNext(site.owner);
      expect(views).toMatchObject({ model: 'views', differences: [] });
      expect(figures?.position).toBe((await site.ledger.head()).position);
      expect(figures?.differences).toMatchObject([
        {
          table: 'fact',
          part: `F04 in ${districtCodes[wrong.bucket - 1]}`,
          first: [{ what: { unit: wrong.unit }, live: [{ valid_from: dateOf(wrong.valid_from) }], next: [{ valid_from: dateOf(wrong.valid_from + 1) }] }],
        },
      ]);
      expect(await switchVersions(site.owner, modelNames, same)).toBeUndefined();
      const facts = 'select valid_from from counting.fact f join ledger.streams s on s.no = f.unit where s.id = $1 and figure = $2';
      expect((await site.owner.query(facts, [wrong.unit, code])).rows).toContainEqual({ valid_from: wrong.valid_from });
      expect(await switchVersions(site.owner, modelNames, () => true)).toHaveLength(2);
      expect((await site.owner.query(facts, [wrong.unit, code])).rows).not.toContainEqual({ valid_from: wrong.valid_from });
      expect(worker.isRunning).toBe(true);
    },
    SETTING_UP,
  );

  it(
    'is switched to and back while figures are read: old or new, never half of each',
    async () => {
      await site.wakeOnAppend();
      await site.startWorker();
      const fixed = await site.caughtUp();
      const codes = [figureOf('F03').code, figureOf('F04').code];
      const knownAt = { position: fixed };
      const pair = async () => {
        const { values, checkpoint } = await site.figures.values({ asOf, knownAt });
        return { checkpoint, pair: `${values.F03}, ${values.F04}` };
      };
      const right = (await pair()).pair;
      await site.owner.query(`update counting.cube set n = n + 1 where figure = any($1) and bucket = 0`, [codes]);
      const wrong = (await pair()).pair;
      expect(wrong).not.toBe(right);
      await rebuilding.begin();
      await rebuilding.finished();

      let isOver = false;
      const seen: Awaited<ReturnType<typeof pair>>[] = [];
      const reading = (async () => {
        while (!isOver) seen.push(await pair());
      })();
      const writing = (async () => {
        while (!isOver) await play(5);
      })();
      const reads = (expected: string) => until(`the figures are ${expected}`, () => seen.at(-1)?.pair === expected);
      const switches = async () => expect(await switchVersions(site.owner, modelNames, () => true)).toHaveLength(2);
      await reads(wrong);
      await switches();
      await reads(right);
      const switched = seen.length;
      await until('the projector goes on', async () => (seen.at(-1)?.checkpoint ?? 0) > fixed + 20);
      await expect(goBack(site.owner, modelNames)).resolves.toHaveLength(2);
      await reads(wrong);
      const back = seen.length;
      await expect(goBack(site.owner, modelNames)).rejects.toThrow(NotSwitchable);
      await switches();
      await reads(right);
      isOver = true;
      await Promise.all([reading, writing]);

      expect(new Set(seen.map((one) => one.pair))).toEqual(new Set([right, wrong]));
      const changes = seen.filter((one, i) => i > 0 && one.pair !== seen[i - 1]?.pair).map((one) => one.pair);
      expect(changes).toEqual([right, wrong, right]);
      const goesOn = (some: typeof seen) => some.every((one, i) => i === 0 || one.checkpoint >= (some[i - 1]?.checkpoint ?? 0));
      const returned = seen.findIndex((one, i) => i >= switched && one.pair === wrong);
      expect(back).toBeGreaterThan(returned);
      expect([goesOn(seen.slice(0, returned)), goesOn(seen.slice(returned))]).toEqual([true, true]);
      await site.caughtUp(); // both models go on without a restart
      await proveRight();
    },
    SETTING_UP,
  );
});
