import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import type { CivilDate, StreamId } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { Station, type TestDatabase, investigator as by, testDatabase } from '@casetrail/ledger/testing';
import { readModelMigrations } from '@casetrail/readmodel';
import {
  LookAnchoring,
  accessMigrations,
  assertLooksKept,
  beginTie,
  changeTie,
  grantOffice,
  migrate,
  officesOf,
  recordLook,
  revokeOffices,
  tiesOf,
} from '@casetrail/runtime';
import { DestroyedKeys, vaultMigrations } from '@casetrail/vault';
import { MANIFEST, type Manifest } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { writeBackup } from './write.ts';

jest.setTimeout(120_000); // "looks verify" is a program of its own
const root = resolve(__dirname, '../../../..');
const LOOKS = 'access/looks.copy';
const leader = { user: 'li-shinan', role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' } as const;
const li = { issuer: 'https://login.example', subject: 'li' };
const file = 'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV' as StreamId;
const tables = ['people', 'offices', 'changes', 'looks', 'ties', 'tie_commands', 'exports'].map((table) => `access.${table}`);

let home: string;
let backup: string;
let original: TestDatabase;
const fresh: TestDatabase[] = [];

async function setUp(): Promise<TestDatabase> {
  const database = await testDatabase([]);
  await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
  fresh.push(database);
  return database;
}
let asked = 0;
const look = (api: Pool) =>
  recordLook(api, { by, action: 'cases.read', subject: file, detail: { shown: [file] }, outcome: 'SHOWN', requestId: `r-${++asked}` });
const anchor = (database: TestDatabase) => new LookAnchoring(database.pool('worker', 1), new Ledger(database.pool('api', 1))).anchor();
const command = (actor = by) => ({ id: randomUUID(), fingerprint: Buffer.of(1), by: actor, reason: 'the victim is my cousin' });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'casetrail-access-backup-'));
  original = await setUp();
  const [owner, api] = [original.pool('owner'), original.pool('api')];
  await new Station(new Ledger(api)).open();
  for (const role of ['POLICE_INVESTIGATOR', 'POLICE_LEADER'] as const)
    await grantOffice(owner, 'wang', { ...li, user: 'li-shinan', role, org: 'psb-370202', district: '370202' });
  await revokeOffices(owner, 'wang', { ...li, role: 'POLICE_INVESTIGATOR' });
  await beginTie(api, command(), { kind: 'CONFLICT', user: by.user, record: file });
  const until = new Date(Date.now() + 3_600_000);
  const { tie } = await beginTie(api, command(), { kind: 'ACCESS', user: by.user, record: file, validUntil: until, dueAt: until });
  await changeTie(api, command(leader as typeof by), { tie: tie?.id ?? '', act: 'APPROVE' });
  await api.query(
    `insert into access.exports (id, fingerprint, made_at, user_name, role, org, district, what, asked, format, purpose, rows, shown_from, shown_to, sha256)
     values (gen_random_uuid(), sha256('a'), now(), 'x', 'x', 'x', 'x', 'cases', '{}', 'csv', 'CASE_HANDLING', 1, 0, 1, sha256('b'))`,
  );
  for (let n = 0; n < 5; n++) await look(api);
  await owner.query("select nextval('access.looks_id_seq')"); // one that was taken back leaves a gap
  await look(api);
  await anchor(original);
  await look(api); // not anchored yet
  backup = join(home, 'backup');
  await writeBackup(original.pool('auditor', 1), owner, backup, '2020-04-08' as CivilDate);
}, 120_000);
afterAll(async () => {
  for (const database of fresh) await database.drop();
  await rm(home, { recursive: true });
});

const restore = (folder: string, database: TestDatabase) =>
  restoreBackup(folder, database.url, { workers: 0, destroyedKeys: new DestroyedKeys(join(home, randomUUID())) });
const rowsOf = async (database: TestDatabase) => {
  const found: Record<string, unknown> = {};
  for (const table of tables)
    found[table] = (await database.pool('owner', 1).query<{ row: string }>(`select t::text as row from ${table} t order by 1`)).rows.map(({ row }) => row);
  return found;
};
const verified = (database: TestDatabase): Promise<string> =>
  new Promise((done) =>
    execFile(
      process.execPath,
      ['apps/cli/bin/casetrail.mjs', 'looks', 'verify'],
      { cwd: root, env: { ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home } },
      (error, out, err) => done(error ? `failed: ${err}` : out),
    ),
  );

it('offices, ties, exports and looks are restored as they were, and the looks are those that were anchored', async () => {
  const database = await setUp();
  await restore(backup, database);
  const held = await rowsOf(original);
  for (const table of tables) expect([table, (held[table] as unknown[]).length > 0]).toEqual([table, true]);
  expect(await rowsOf(database)).toEqual(held);
  expect(await verified(database)).toMatch(/^6 looks are those that were anchored, .*\n1 are newer than that\.\n$/);
});

it('they go on: who left has left, a conflict hides, what is done is numbered and recorded, and the next anchor follows the last', async () => {
  const database = await setUp();
  await restore(backup, database);
  const [owner, api] = [database.pool('owner', 1), database.pool('api', 1)];
  await assertLooksKept(api);
  expect((await officesOf(api, [li])).flat().map(({ role }) => role)).toEqual(['POLICE_LEADER']);
  const [ties = []] = await tiesOf(api, [by]);
  expect(ties.map(({ kind }) => kind).sort()).toEqual(['ACCESS', 'CONFLICT']);
  await look(api);
  await beginTie(api, command(), { kind: 'CONFLICT', user: 'somebody-else', record: file });
  await grantOffice(owner, 'wang', { ...li, role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' });
  const { rows } = await owner.query('select what, id::int = (select max(id) from access.changes) as is_last from access.changes order by id desc limit 2');
  expect(rows).toEqual([
    { what: 'offices/insert', is_last: true },
    { what: 'ties/insert', is_last: false },
  ]);
  expect(await anchor(database)).toMatchObject({ size: 8 });
  expect(await verified(database)).toMatch(/^8 looks are those that were anchored/);
});

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
async function damaged(change: (text: string) => string, isCoveredUp: boolean): Promise<string> {
  const folder = join(home, randomUUID());
  await cp(backup, folder, { recursive: true });
  const before = await readFile(join(folder, LOOKS), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(join(folder, LOOKS), after);
  if (!isCoveredUp) return folder;
  const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
  manifest.files[LOOKS] = { bytes: Buffer.byteLength(after), sha256: sha256(Buffer.from(after)) };
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest));
  return folder;
}
const firstLineGone = (text: string) => text.replace(/^.*\n/, '');

describe('looks that were manipulated in a backup', () => {
  it.each<[string, (text: string) => string, boolean, RegExp]>([
    ['changed', (text) => text.replace(by.user, 'x'.repeat(by.user.length)), false, /access\/looks\.copy was changed: it does not have the SHA-256/],
    ['cut off', (text) => text.slice(0, -10), false, /access\/looks\.copy was cut off/],
    ['changed and covered up', (text) => text.replace(by.user, 'somebody'), true, /are not those that were anchored at position 2/],
    ['removed and covered up', firstLineGone, true, /are not those that were anchored at position 2/],
    ['left out and covered up', () => '', true, /There are fewer looks than the 6 that were anchored at position 2/],
  ])('(%s) are refused, and nothing of it arrives', async (_, change, isCoveredUp, reason) => {
    const database = await setUp();
    await expect(restore(await damaged(change, isCoveredUp), database)).rejects.toThrow(reason);
    for (const rows of Object.values(await rowsOf(database))) expect(rows).toEqual([]);
    expect((await database.pool('owner', 1).query('select 1 from ledger.events')).rows).toEqual([]);
    await assertLooksKept(database.pool('api', 1));
  });
  it('(left out of the list of files, too) are refused', async () => {
    const folder = await damaged(firstLineGone, true);
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
    delete manifest.files[LOOKS];
    await writeFile(join(folder, MANIFEST), JSON.stringify(manifest));
    await expect(restore(folder, await setUp())).rejects.toThrow('There are fewer looks than the 6 that were anchored at position 2');
  });
});

it('a database where somebody holds an office is no target; one whose restore failed is, with all its guards', async () => {
  const database = await setUp();
  const owner = database.pool('owner', 1);
  await grantOffice(owner, 'wang', { ...li, role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' });
  await expect(restore(backup, database)).rejects.toThrow('The database is not empty: it holds 1 rows in access.people, 1 rows in access.offices');

  const other = await setUp();
  const folder = join(home, randomUUID());
  await cp(backup, folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
  (manifest.summary.totals[0]?.values ?? {})['F05'] = 4711;
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest));
  expect((await restore(folder, other)).differences).toHaveLength(1);
  for (const rows of Object.values(await rowsOf(other))) expect(rows).toEqual([]);
  await assertLooksKept(other.pool('api', 1));
  await expect(other.pool('owner', 1).query('truncate access.exports')).rejects.toMatchObject({ code: '0A000' });
  expect((await restore(backup, other)).differences).toEqual([]);
  expect(await rowsOf(other)).toEqual(await rowsOf(original));
});
