import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CivilDate, RecordedEvent } from '@casetrail/domain';
import { Ledger, fingerprintOf, ledgerMigrations } from '@casetrail/ledger';
import { Station, type TestDatabase, newStream, system, testDatabase } from '@casetrail/ledger/testing';
import { projectorStandings, readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, migrate } from '@casetrail/runtime';

const root = resolve(__dirname, '../../..');
const why = 'It names a case that was never recorded';

let database: TestDatabase;
let home: string;
let ledger: Ledger;
let station: Station;
let worker: ChildProcess | undefined;

const environment = () => ({ ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home, REDIS_URL: '' });
const casetrail = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(process.execPath, ['apps/cli/bin/casetrail.mjs', 'projector', ...args], { cwd: root, env: environment() }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
const startWorker = () => (worker = spawn(process.execPath, ['apps/worker/dist/main.js'], { cwd: root, env: environment(), stdio: 'ignore' }));
const stopWorker = async () => {
  if (worker?.exitCode !== null || worker.signalCode !== null) return;
  const over = once(worker, 'exit');
  worker.kill('SIGKILL');
  await over;
};
const standing = async () => (await projectorStandings(database.pool('owner', 1))).find(({ name }) => name === 'figures');
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20);
}

/** Records what no decider would: a merger with a case that is not there. */
async function poison(stream: RecordedEvent['stream']): Promise<number> {
  const { no, events } = (await ledger.load([stream])).get(stream) ?? { no: 0, events: [] };
  const event = { type: 'CasesMerged', data: { survivor: newStream('criminal_case') } };
  const told = { ...event, stream, version: events.length + 1, schema: 1, actor: system, secrecy: 'CASE', correlation: 'test' } as const;
  const recorded = { ...told, occurredOn: '2020-04-01' as CivilDate };
  const read = [{ stream, no, version: events.length }];
  const verdict = await ledger.append({ commandId: randomUUID(), fingerprint: fingerprintOf(event), events: [recorded], read });
  return verdict.verdict === 'recorded' ? verdict.lastPosition : 0;
}

beforeAll(async () => {
  database = await testDatabase([]);
  await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations]);
  home = await mkdtemp(join(tmpdir(), 'casetrail-'));
  ledger = new Ledger(database.pool('api'));
  station = new Station(ledger);
  await station.open();
  await station.filedCase();
});
afterAll(async () => {
  await stopWorker();
  await database.drop();
  await rm(home, { recursive: true });
});

it.each([
  ['no such projector', ['retry', 'seal'], /Allowed choices are figures, views/],
  ['no position', ['skip', 'figures', '--reason', why, '--user', 'a'], /required option '--position <n>'/],
  ['no reason', ['skip', 'figures', '--position', '5', '--user', 'a'], /required option '--reason <words>'/],
  ['nobody', ['skip', 'figures', '--position', '5', '--reason', why], /required option '--user <name>'/],
])('answers %s with exit code 2', async (_, args, message) => {
  const { code, err } = await casetrail(...args);
  expect(err).toMatch(message);
  expect(code).toBe(2);
});

it('a projector that runs has nothing to try and nothing to leave out', async () => {
  startWorker();
  const { position } = await ledger.head();
  await until(async () => (await standing())?.position === position);
  expect(await casetrail('retry', 'figures')).toEqual({
    code: 0,
    out: `figures is at the end of the ledger, position ${position}: there is nothing to try.\n`,
    err: '',
  });
  expect(await casetrail('skip', 'figures', '--position', '3', '--reason', why, '--user', 'chen')).toEqual({
    code: 1,
    out: '',
    err: 'Refused (projector/is-running): figures has not stopped: there is nothing to leave out.\n',
  });
  expect((await casetrail('show')).out).toMatch(
    /^name +state +position +lag +stopped before +since +reason\nfigures +running +\d+ +0\nviews +running +\d+ +0\n$/,
  );
}, 120_000);

it('one that has stopped shows why, stops again, and goes on when the event is left out', async () => {
  const position = await poison(await station.filedCase());
  await station.filedCase();
  await until(async () => (await standing())?.stop?.position === position);
  expect((await casetrail('show')).out).toMatch(
    new RegExp(`^figures +stopped +${position - 1} +3 +${position} +\\S+Z +The event at position ${position} cannot be counted: `, 'm'),
  );
  const again = await casetrail('retry', 'figures');
  expect([again.code, again.out]).toEqual([
    1,
    expect.stringContaining(`figures has stopped again before position ${position}: The event at position ${position}`),
  ]);
  expect(await casetrail('skip', 'figures', '--position', String(position + 1), '--reason', why, '--user', 'chen')).toMatchObject({
    code: 1,
    err: `Refused (projector/stopped-elsewhere): figures has stopped before position ${position}, not ${position + 1}.\n`,
  });

  const { code, out } = await casetrail('skip', 'figures', '--position', String(position), '--reason', why, '--user', 'chen');
  const head = (await ledger.head()).position;
  expect(out).toMatch(`figures leaves out the event at position ${position} from now on: recorded at position ${head}, decided by chen.\nfigures has gone on`);
  expect(code).toBe(0);
  const [told] = await ledger.read(head - 1, 1);
  expect(told?.event).toMatchObject({
    type: 'EventSkipped',
    data: { projector: 'figures', position, reason: why },
    actor: { user: 'chen', role: 'STATISTICIAN', org: 'casetrail', district: '370200' },
  });
  await until(async () => (await standing())?.position === head);
  const [shown] = JSON.parse((await casetrail('show', '--json')).out) as object[];
  expect(shown).toMatchObject({ name: 'figures', state: 'running', position: head, lag: 0 });
}, 120_000);
