import { randomLog } from '@casetrail/domain/testing';
import { ledgerMigrations } from '@casetrail/ledger';
import { fillLedger, testDatabase, type TestDatabase } from '@casetrail/ledger/testing';
import type { Pool, PoolClient } from 'pg';
import { countingMigrations, digestOf, projectFigures } from '../counting/index.ts';
import { emptyCounting, emptyLedger } from '../counting/testing/counted-ledger.ts';
import { beginRebuild, cancelRebuild, compareNext, goBack, rebuildFigures, rebuildHere, switchVersions, versions } from './index.ts';
import { modelOf } from './models.ts';
import { leftOf } from './plan.ts';
import { runTask } from './run-task.ts';

const NO_RIGHT = '42501';
const figures = modelOf('figures');

describe('a rebuild by workers', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: PoolClient;
  let second: PoolClient;
  let rebuild: string;
  const begin = async () => (rebuild = (await beginRebuild(owner, ['figures'], () => false, 3))[0]?.rebuild as string);
  const doAll = async () => {
    for (const { tasks } of await leftOf(worker, figures)) for (const no of tasks) await runTask(worker, figures, rebuild, no);
  };
  const catchUp = async () => {
    while (await projectFigures(owner));
  };

  beforeAll(async () => {
    database = await testDatabase([...ledgerMigrations, ...countingMigrations]);
    owner = database.pool('owner');
    [worker, second] = [await database.pool('worker').connect(), await database.pool('worker').connect()];
  });
  afterAll(async () => {
    worker.release();
    second.release();
    await database.drop();
  });
  beforeEach(async () => {
    await cancelRebuild(owner, ['figures']);
    await emptyLedger(owner);
    await emptyCounting(owner);
    await fillLedger(owner, randomLog(21, 150));
    await catchUp();
  });

  it('needs no right but to write rows and to mark what is done', async () => {
    const before = await digestOf(owner);
    await begin();
    await doAll();
    expect(await compareNext(owner, ['figures'])).toMatchObject([{ position: 150, differences: [] }]);
    await switchVersions(owner, ['figures'], () => true);
    expect(await digestOf(owner)).toEqual(before);
  });

  it.each([
    `update counting_next.task set statements = '{drop table ledger.events}'`,
    `insert into counting_next.task (no, phase, name, work, "from", "to", statements) values (99, 9, '', 'make', 0, 0, '{drop table ledger.events}')`,
    'update counting_next.plan set pin = 0',
    'create index mine on counting_next.fact (unit)',
    'create table counting_next.mine (a int)',
    'create or replace function counting_next.make(task int) returns void language sql as $$ select $$',
    'drop schema counting_next cascade',
    'alter schema counting_next rename to mine',
    'alter schema counting rename to mine',
  ])('gives a worker no right to %s', async (statement) => {
    await begin();
    await expect(worker.query(statement)).rejects.toMatchObject({ code: NO_RIGHT });
  });

  it('does a task once, however often and however many at a time it is asked for', async () => {
    await begin();
    for (const { tasks } of await leftOf(worker, figures))
      for (const no of tasks) await Promise.all([runTask(worker, figures, rebuild, no), runTask(second, figures, rebuild, no)]);
    const doneAt = async () => (await owner.query<{ at: Date }>('select done_at as at from counting_next.task order by no')).rows;
    const before = await doneAt();
    for (let no = 0; no < before.length; no++) await runTask(worker, figures, rebuild, no);
    expect(await doneAt()).toEqual(before);
    expect((await compareNext(owner, ['figures'])).map(({ differences }) => differences)).toEqual([[]]);
  });

  it('has nothing to do for whoever comes after it was cancelled, or replaced by another one', async () => {
    const cancelled = await begin();
    await cancelRebuild(owner, ['figures']);
    await expect(runTask(worker, figures, cancelled, 0)).rejects.toMatchObject({ name: 'RebuildGone' });
    await begin();
    await expect(runTask(worker, figures, cancelled, 0)).rejects.toMatchObject({ name: 'RebuildGone' });
  });

  it('is not overwritten by another one, neither under way nor when it is ready', async () => {
    await begin();
    await expect(rebuildFigures({ connectionString: database.url }, { workers: 0 })).rejects.toMatchObject({ name: 'RebuildUnderWay' });
    await expect(beginRebuild(owner, ['figures'], () => true)).rejects.toMatchObject({ name: 'RebuildUnderWay' });
    expect(await beginRebuild(owner, ['figures'], () => false)).toEqual([{ model: 'figures', rebuild }]);
    await expect(switchVersions(owner, ['figures'], () => true)).rejects.toMatchObject({ name: 'NotSwitchable' });
    await doAll();
    await expect(rebuildFigures({ connectionString: database.url }, { workers: 0 })).rejects.toMatchObject({ name: 'NextExists' });
    await expect(beginRebuild(owner, ['figures'], () => false)).rejects.toMatchObject({ name: 'NextExists' });
  });

  it('brings up what serves when that lags behind, to compare both at one position', async () => {
    await begin();
    await doAll();
    await emptyCounting(owner);
    await projectFigures(owner, 50);
    expect(await compareNext(owner, ['figures'])).toMatchObject([{ position: 150, differences: [] }]);
  });

  it('says when what serves was counted by other rules, and does not go back to that', async () => {
    await owner.query(`update counting.checkpoint set rules = 'v0', position = 100`);
    const [rebuilt] = await rebuildHere({ connectionString: database.url }, ['figures'], { workers: 0, compare: true, mayTakeOver: () => true });
    expect(rebuilt).toMatchObject({ position: 150, isSame: false, verdict: { unlike: expect.stringContaining('v0') } });
    await expect(goBack(owner, ['figures'])).rejects.toMatchObject({ name: 'NotSwitchable' });
    expect((await versions(owner, ['figures']))[0]?.versions).toEqual([
      { version: 'live', position: 150, isCurrent: true },
      { version: 'previous', position: 100, isCurrent: false },
    ]);
  });

  it('says when what serves has other columns', async () => {
    await owner.query(`update counting.checkpoint set rules = 'v0'; alter table counting.fact rename column until to ended`);
    const [rebuilt] = await rebuildHere({ connectionString: database.url }, ['figures'], { workers: 0, compare: true, mayTakeOver: () => true });
    expect(rebuilt).toMatchObject({ position: 150, isSame: false, verdict: { unlike: expect.stringContaining('until') } });
  });

  it('keeps no empty version to go back to', async () => {
    await emptyCounting(owner);
    await rebuildFigures({ connectionString: database.url }, { workers: 0 });
    expect((await versions(owner, ['figures']))[0]?.versions.map(({ version }) => version)).toEqual(['live']);
  });
});
