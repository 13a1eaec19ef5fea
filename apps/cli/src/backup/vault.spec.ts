import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CivilDate, EventId, PersonId, SealedVersions } from '@casetrail/domain';
import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { Station, type TestDatabase, investigator, newStream, testDatabase } from '@casetrail/ledger/testing';
import { projectFigures, projectViews, readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, migrate } from '@casetrail/runtime';
import {
  DestroyedKeys,
  type PersonalData,
  Vault,
  aesKeyWrapper,
  destroyAgain,
  destroyDue,
  keyedHashes,
  newerAndOlder,
  rewrap,
  unbackedIn,
  vaultMigrations,
} from '@casetrail/vault';
import { VAULT_KEYS } from './beside.ts';
import { drillBackup, restoreBackup } from './restore.ts';
import { writeBackup } from './write.ts';

const today = '2020-04-08' as CivilDate;
const [master, indexKey] = [randomBytes(32), randomBytes(32)];
const keys = [aesKeyWrapper(master), keyedHashes(indexKey)] as const;
const officer = (user: string) => ({ user, role: 'DATA_PROTECTION_OFFICER', org: 'office-370200', district: '370200' }) as const;
const data: PersonalData = { name: '示例甲子', idNumber: '999900197001010015', bornOn: '1970-01-01' as CivilDate, address: '样本路1号' };
const looker = { actor: investigator, requestId: 'test' };
const look = { ...looker, purpose: 'INVESTIGATION' } as const;

let home: string;
let original: TestDatabase;
let station: Station;
let vault: Vault;
let erased: PersonId;
let kept: PersonId;
let versions: SealedVersions;
/** Made before somebody was erased. */
let before: string;
const fresh: TestDatabase[] = [];
/** The list of the site, and one of a machine that knows nothing. */
let list: DestroyedKeys;
const unknowing = () => new DestroyedKeys(join(home, randomUUID()));

async function setUp(): Promise<TestDatabase> {
  const database = await testDatabase([]);
  await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
  fresh.push(database);
  return database;
}

async function entered(): Promise<PersonId> {
  const person = newStream('person');
  const { token } = await vault.claim({ number: data.idNumber as string, bornOn: data.bornOn as CivilDate }, person, looker);
  ({ versions } = await vault.seal(person, data));
  await station.issue(person, 'RegisterPerson', { idHash: token, personalData: versions }, { by: investigator });
  return person;
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'casetrail-vault-backup-'));
  list = new DestroyedKeys(join(home, 'destroyed-keys'));
  original = await setUp();
  station = new Station(new Ledger(original.pool('api')));
  vault = new Vault(original.pool('api'), ...keys);
  await station.open();
  erased = await entered();
  await original.pool('owner', 1).query('delete from vault.numbers'); // so that another one may have the same
  kept = await entered();
  const worker = original.pool('worker', 1);
  while (await projectFigures(worker));
  while (await projectViews(worker));
  before = join(home, 'before');
  await writeBackup(original.pool('auditor', 1), original.pool('owner', 1), before, today);

  const correction = newStream('correction');
  const proposal = { stream: erased, type: 'DestroyPersonKey', data: { ground: 'RETENTION_EXPIRED' }, act: { occurredOn: '2020-04-01' } };
  await station.issue(correction, 'RequestCorrection', { kind: 'K12', proposal, reason: { code: 'RETENTION' } }, { by: officer('dpo-1') });
  await station.issue(correction, 'ApproveCorrection', {}, { by: officer('dpo-2') });
  await destroyDue(original.pool('api'), list);
}, 60_000);
afterAll(async () => {
  for (const database of fresh) await database.drop();
  await rm(home, { recursive: true });
});

const shown = (database: TestDatabase, person: PersonId) => new Vault(database.pool('api', 1), ...keys).reveal(person, versions, look);
const restored = async (options: { destroyedKeys: DestroyedKeys; vaultKeys?: string }, folder = before) => {
  const database = await setUp();
  return { database, ...(await restoreBackup(folder, database.url, { workers: 0, ...options })) };
};

it('a backup from before an erasure does bring the key back, if nobody remembers: so the list matters', async () => {
  const { database, destroyedAgain } = await restored({ destroyedKeys: unknowing() });
  expect(destroyedAgain).toBe(0);
  expect((await shown(database, erased)).personalData).toEqual(data);
});

it('what was erased after a backup stays erased when that is restored', async () => {
  const { database, destroyedAgain, differences, unbacked } = await restored({ destroyedKeys: list });
  expect([destroyedAgain, differences, unbacked]).toEqual([1, [], list.list().map(({ event }) => event)]); // the ledger is from before
  expect(await shown(database, erased)).toEqual({ personalData: {}, isErased: true });
  expect((await shown(database, kept)).personalData).toEqual(data);
  for (const table of ['keys', 'fields', 'numbers'])
    expect((await database.pool('owner', 1).query(`select 1 from vault.${table} where person = $1`, [erased])).rows).toEqual([]);
});

it('or, where it was restored without the list, when the api starts: also for a ledger that does not know of it', async () => {
  const { database } = await restored({ destroyedKeys: unknowing() });
  expect(await destroyAgain(database.pool('api', 1), list)).toEqual([erased]);
  expect(await shown(database, erased)).toEqual({ personalData: {}, isErased: true });
  expect((await shown(database, kept)).personalData).toEqual(data);
  expect(await destroyAgain(database.pool('worker', 1), list)).toEqual([]);
});

it('a backup from after it has nothing to destroy, and tells the next machine', async () => {
  const after = join(home, 'after');
  await writeBackup(original.pool('auditor', 1), original.pool('owner', 1), after, today);
  const destroyedKeys = unknowing();
  const { database, destroyedAgain, unbacked } = await restored({ destroyedKeys }, after);
  expect([destroyedAgain, unbacked]).toEqual([0, []]);
  expect(await shown(database, erased)).toEqual({ personalData: {}, isErased: true });
  expect(destroyedKeys.list()).toEqual(list.list());
});

it('a backup holds no key that opens it, and nothing in the clear', async () => {
  for (const entry of await readdir(before, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name));
    for (const secret of [data.name, data.idNumber, data.address] as string[]) expect(content.includes(secret)).toBe(false);
    for (const key of [master, indexKey])
      for (const form of ['hex', 'base64', 'latin1'] as const) expect(content.toString('latin1').includes(key.toString(form))).toBe(false);
  }
});

it('the wrapped keys may be kept elsewhere: without them nothing is restored, and with them everything', async () => {
  const apart = join(home, 'apart');
  const elsewhere = join(home, 'keys-elsewhere');
  await cp(before, apart, { recursive: true });
  await rename(join(apart, VAULT_KEYS), elsewhere);
  await expect(restored({ destroyedKeys: list }, apart)).rejects.toThrow('vault/keys.copy is missing. Where it is kept elsewhere, name it: --vault-keys.');
  const { database } = await restored({ destroyedKeys: list, vaultKeys: elsewhere }, apart);
  expect((await shown(database, kept)).personalData).toEqual(data);
  await writeFile(elsewhere, (await readFile(elsewhere, 'utf8')).replace('\\\\x', '\\\\x00'));
  await expect(restored({ destroyedKeys: list, vaultKeys: elsewhere }, apart)).rejects.toThrow('vault/keys.copy was changed');
});

it('a list that cannot be trusted restores nothing', async () => {
  const bad = join(home, 'bad-list');
  await writeFile(bad, 'person-x\n{}\n');
  const database = await setUp();
  await expect(restoreBackup(before, database.url, { workers: 0, destroyedKeys: new DestroyedKeys(bad) })).rejects.toThrow('line 1 is no destroyed key');
  expect((await database.pool('owner', 1).query('select count(*) from vault.keys')).rows[0]).toEqual({ count: '0' });
  await expect(drillBackup(before, original.url, { workers: 0, destroyedKeys: new DestroyedKeys(bad) })).rejects.toThrow('line 1 is no destroyed key');
});

it('a list that somebody has forged opens nothing, decides nothing that the ledger decides, and is reported', async () => {
  const forged = unknowing();
  const recordedAt = '2999-01-01T00:00:00.000Z';
  forged.add([`${kept}@1`, `${erased}@99`].map((event) => ({ person: kept, event: event as EventId, recordedAt })));
  const database = await setUp();
  const after = join(home, randomUUID());
  await writeBackup(original.pool('auditor', 1), original.pool('owner', 1), after, today);
  const { destroyedAgain, unbacked } = await restoreBackup(after, database.url, { workers: 0, destroyedKeys: forged });
  expect([destroyedAgain, unbacked]).toEqual([0, [`${kept}@1`, `${erased}@99`]]);
  expect(await shown(database, erased)).toEqual({ personalData: {}, isErased: true });
  expect((await shown(database, kept)).personalData).toEqual(data);

  forged.add([{ person: kept, event: `${kept}@99` as EventId, recordedAt }]); // the ledger does not reach so far, and cannot tell: the one thing that it can do is destroy
  expect(await destroyAgain(database.pool('api', 1), forged)).toEqual([kept]);
  expect(await unbackedIn(database.pool('worker', 1), forged)).toEqual([`${kept}@1`, `${erased}@99`, `${kept}@99`]);
  expect(await shown(database, kept)).toEqual({ personalData: {}, isErased: true });
});

it('keys that another master key has wrapped are wrapped anew, once', async () => {
  const { database } = await restored({ destroyedKeys: list });
  const [owner, api] = [database.pool('owner', 1), database.pool('api', 1)];
  const newer = aesKeyWrapper(randomBytes(32));
  const both = newerAndOlder(newer, keys[0]);
  expect((await new Vault(api, both, keys[1]).reveal(kept, versions, look)).personalData).toEqual(data);
  expect([await rewrap(owner, both), await rewrap(owner, both)]).toEqual([1, 0]);
  expect((await new Vault(api, newer, keys[1]).reveal(kept, versions, look)).personalData).toEqual(data);
  await expect(new Vault(api, ...keys).reveal(kept, versions, look)).rejects.toMatchObject({ name: 'Unreadable', why: 'wrapping-key' });
});
