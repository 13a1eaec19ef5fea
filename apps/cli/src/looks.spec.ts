import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StreamId } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { Station, type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, beginTie, recordLook } from '@casetrail/runtime';

jest.setTimeout(120_000); // each command is a program of its own, and a busy machine takes its time
const root = resolve(__dirname, '../../..');
const person = 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV' as StreamId<'person'>;
const file = 'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV' as StreamId;
const by = { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' } as const;

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...readModelMigrations, ...accessMigrations]);
  home = mkdtempSync(join(tmpdir(), 'casetrail-looks-'));
  const api = database.pool('api');
  await new Station(new Ledger(api)).open();
  const look = { by, action: 'cases.read', outcome: 'SHOWN' } as const;
  await recordLook(api, { ...look, subject: file, detail: { shown: [file, person] }, requestId: 'r-1' });
  await recordLook(api, { ...look, subject: file, by: { ...by, user: 'inv-2' }, detail: {}, requestId: 'r-2' });
  const command = { id: 'b4e1c9a0-6d5f-8e3a-9b2c-1d0e2f3a4b5c', fingerprint: Buffer.of(1), by, reason: 'the victim is my cousin' };
  await beginTie(api, command, { kind: 'CONFLICT', user: 'inv-1', record: file });
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true });
});

const casetrail = (...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
  new Promise((done) =>
    execFile(
      process.execPath,
      ['apps/cli/bin/casetrail.mjs', ...args],
      { cwd: root, env: { ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home } },
      (error, out, err) => done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    ),
  );
const looks = async () => (await database.pool('owner', 1).query('select user_name, action, subject, detail from access.looks order by id')).rows;

it('casetrail looks prints who looked, and is a look itself by whoever says so', async () => {
  const { code, out } = await casetrail('looks', '--person', person, '--json', '--by', 'wang');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    { action: 'looks.read', by: { user: 'wang', role: 'AUDITOR' }, subject: person },
    { action: 'cases.read', by: { user: 'inv-1' }, subject: file, shown: [file, person] },
  ]);
  const table = (await casetrail('looks', '--user', 'inv-2', '--by', 'wang')).out;
  expect(table.split('\n')).toHaveLength(3);
  expect(table).toMatch(
    /^look +at +by +office +what +record +came of it +records shown\n2 +\S+ +inv-2 +POLICE_INVESTIGATOR@psb-370202 +cases\.read +criminal_case-/,
  );
  expect((await looks()).at(-1)).toMatchObject({ user_name: 'wang', action: 'looks.read', detail: { query: { user: expect.stringMatching(/^hmac:/) } } });
});
it.each([
  ['--person', 'wang'],
  ['--person', 'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ['--limit', '0'],
  ['--person', person, '--record', file],
])('looks at nothing for %s %s', async (...args) => {
  const before = (await looks()).length;
  expect((await casetrail('looks', ...args)).code).toBe(2);
  expect(await looks()).toHaveLength(before);
});
it('casetrail access ties prints ties, and is a look', async () => {
  const { code, out } = await casetrail('access', 'ties', '--open', '--by', 'wang');
  expect([code, out]).toEqual([0, expect.stringMatching(/CONFLICT +inv-1 +criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV +OPEN .*the victim is my cousin/)]);
  expect((await looks()).at(-1)).toMatchObject({ user_name: 'wang', detail: { route: 'casetrail access ties' } });
});
it('casetrail looks anchor anchors, verify finds what was changed since', async () => {
  expect((await casetrail('looks', 'verify')).out).toMatch(/^There are \d+ looks, and none is anchored yet\.\n$/);
  const count = (await looks()).length;
  expect((await casetrail('looks', 'anchor')).out).toMatch(new RegExp(`^${count} looks are anchored at position 2, of `));
  await casetrail('looks', '--by', 'wang');
  expect((await casetrail('looks', 'verify')).out).toMatch(new RegExp(`^${count} looks are those that were anchored, .*\n1 are newer than that\\.\n$`));
  await database
    .pool('owner', 1)
    .query("alter table access.looks disable trigger append_only; update access.looks set user_name = 'inv-3' where request_id = 'r-1'");
  const { code, err } = await casetrail('looks', 'verify');
  expect([code, err]).toEqual([1, expect.stringContaining('are not those that were anchored at position 2')]);
  expect((await casetrail('looks', 'anchor')).code).toBe(1);
});
