import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import type { SuspectId } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Station, type TestDatabase, leader, newStream, testDatabase } from '@casetrail/ledger/testing';
import type { Replay } from '@casetrail/readmodel';

type Ran = { readonly code: number; readonly out: string; readonly err: string };

const root = resolve(__dirname, '../../..');
let database: TestDatabase;
let ledger: Ledger;
let suspect: SuspectId;

/** Runs the command line as a script would: without a terminal. */
const casetrail = (...args: readonly string[]): Promise<Ran> =>
  new Promise((done) => {
    const { FORCE_COLOR: _, ...env }: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: database.url };
    execFile('node', ['apps/cli/bin/casetrail.mjs', ...args], { cwd: root, env }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });

beforeAll(async () => {
  database = await testDatabase();
  ledger = new Ledger(database.pool('api'));
  const station = new Station(ledger);
  await station.open();
  suspect = await station.detainedIn(await station.filedCase());
  const targets = [`${suspect}@2`];
  const correction = await station.requested('K1', suspect, 'VoidRecords', { targets });
  await station.issue(correction, 'ApproveCorrection', {}, { occurredOn: '2020-04-08' });
});
afterAll(() => database.drop());

describe('casetrail replay', () => {
  it('prints, without a terminal, all steps in plain text', async () => {
    const { code, out } = await casetrail('replay', suspect);
    expect([code, out.includes('\x1b')]).toEqual([0, false]);
    expect(out).toContain(`   2  CriminalDetentionImposed  voided by ${suspect}@3\n`);
    expect(out).toMatch(/\+ spells +\{"from":"2020-04-01"\}/);
    expect(out).toMatch(/~ measure +none → detained/);
    expect(out).toMatch(
      /RecordVoided {2}a void\n.*\n {6}by inv-1, POLICE_INVESTIGATOR of psb-370202; approved by lead-1, POLICE_LEADER of psb-370202\n {6}reason TYPING_ERROR\n/,
    );
    expect(out).toMatch(/- spells +\{"from":"2020-04-01"\}/);
    expect(out).toMatch(/state at version 3\n(.*\n)* +measure +none\n/);
  });
  it('knows every point', async () => {
    const at = async (...point: string[]) => JSON.parse((await casetrail('replay', suspect, '--json', ...point)).out) as Replay & { id: string };
    const { position } = await ledger.head();
    const before = String(position - 2);
    const [now, version, then, day, known] = await Promise.all([
      at(),
      at('--version', '2'),
      at('--position', before),
      at('--as-of', '2020-03-31'),
      at('--as-of', '2020-04-01', '--known-at', before),
    ]);
    expect(now).toMatchObject({ id: suspect, version: 3, position, state: { measure: 'none' } });
    expect(version).toMatchObject({ version: 2, state: { measure: 'detained' } });
    expect(version.steps.map(({ type }) => type)).toEqual(['SuspectOpened', 'CriminalDetentionImposed']);
    expect(then).toMatchObject({ version: 2, state: { measure: 'detained' } });
    expect(day).toMatchObject({ version: 3, state: { procedure: 'unknown' } });
    expect(known).toMatchObject({ state: { measure: 'detained' } });
  }, 60_000);
  it('says where nothing was recorded yet', async () => {
    expect(await casetrail('replay', suspect, '--position', '1')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing of it was recorded then.') });
  });
  it.each<[string, (id: string) => readonly string[], number, RegExp]>([
    ['a record that is not there', () => [newStream('suspect')], 1, /^There is no record suspect-/],
    ['a version that it has not got to', (id) => [id, '--version', '9'], 1, /^There is no version 9: the record is at version 3\.\n$/],
    ['what is no id', () => ['suspect-1'], 2, /must be the id of a record/],
    ['two points', (id) => [id, '--version', '1', '--as-of', '2020-01-01'], 2, /cannot be used with/],
  ])('answers %s with its code', async (_, args, code, message) => {
    const ran = await casetrail('replay', ...args(suspect));
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(message)]);
  });
});

describe('casetrail ledger events', () => {
  type Line = { position: number; event: { type: string; stream: string; actor: { user: string } } };
  const lines = async (...args: string[]) => {
    const { code, out, err } = await casetrail('ledger', 'events', ...args);
    expect([code, err]).toEqual([0, '']);
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };

  it('prints what fits, line by line', async () => {
    const [all, some, few, ours, between] = await Promise.all([
      lines(),
      lines('--stream', suspect, '--type', 'SuspectOpened,RecordVoided'),
      lines('--category', 'suspect', '--occurred-from', '2020-04-01', '--occurred-to', '2020-04-01', '--limit', '1'),
      lines('--actor', leader.user),
      lines('--after', '2', '--before', '5', '--from', '2020-01-01', '--to', '2999-12-31'),
    ]);
    expect(all.map(({ position }) => position)).toEqual(Array.from({ length: (await ledger.head()).position }, (_, i) => i + 1));
    expect(some.map(({ event }) => event.type)).toEqual(['SuspectOpened', 'RecordVoided']);
    expect(few.map(({ event }) => event.type)).toEqual(['SuspectOpened']);
    expect(ours).toEqual(all.filter(({ event }) => event.actor.user === leader.user));
    expect(between).toEqual(all.slice(2, 4));
  }, 60_000);
  it.each([
    ['--type', 'Nothing', /There is no event Nothing/],
    ['--category', 'nothing', /There is no kind of record nothing/],
  ])('answers %s %s with exit code 2', async (option, value, message) => {
    expect(await casetrail('ledger', 'events', option, value)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});
