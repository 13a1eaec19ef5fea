import type { Pool } from 'pg';
import { type CivilDate, addDays, civilDateAt } from '@casetrail/domain';
import { ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { accessMigrations } from '../migrations/index.ts';
import { type Grant, grantOffice, listChanges, listOffices, revokeOffices } from './granting.ts';
import { officeName, officesOf } from './offices.ts';

const today = civilDateAt(new Date());
const ago = (days: number): CivilDate => addDays(today, -days);
const office = { issuer: 'https://login.example', role: 'JUDGE', org: 'court-370202', district: '370202' } as const;

let database: TestDatabase;
let owner: Pool;
let api: Pool;
beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...accessMigrations]);
  [owner, api] = [database.pool('owner'), database.pool('api')];
});
afterAll(() => database.drop());

const grant = (subject: string, more: Partial<Grant> = {}) => grantOffice(owner, 'wang', { ...office, subject, ...more });
const heldBy = (subject: string) => officesOf(api, [{ issuer: office.issuer, subject }]).then(([offices = []]) => offices);
const changesOf = async (subject: string) => (await listChanges(owner)).filter(({ nowIs }) => (nowIs as { subject: string }).subject === subject);

describe('granting', () => {
  it('lets somebody act in an office, under the name that the ledger has for them', async () => {
    await grant('s-1', { user: 'judge-1', nameShown: '张法官' });
    expect(await heldBy('s-1')).toEqual([{ user: 'judge-1', role: 'JUDGE', org: 'court-370202', district: '370202' }]);
    expect(officeName(office)).toBe('JUDGE@court-370202');
  });
  it('never gives the name of one person to another, nor another name to the same', async () => {
    await grant('s-2', { user: 'judge-2' });
    await expect(grant('s-3', { user: 'judge-2' })).rejects.toMatchObject({ code: '23505' });
    await expect(grant('s-2', { user: 'judge-3' })).rejects.toThrow('s-2 is judge-2 in the ledger, and stays so.');
    expect([await heldBy('s-3'), (await heldBy('s-2')).length]).toEqual([[], 1]);
  });
  it.each([['an end before the beginning', { from: today, to: ago(1) }]] as const)('refuses %s, and leaves nothing behind', async (name, more) => {
    await expect(grant(name, more)).rejects.toMatchObject({ code: '23514' });
    expect(await changesOf(name)).toEqual([]);
  });
});

describe('an office that the register does not have', () => {
  it.each([
    ['of a role that no person has', { role: 'SYSTEM' }, 'court-370202 (Shinan court) has no SYSTEM. Organs with a SYSTEM: none.'],
    ['of a role that the organ does not have', { role: 'PROCURATOR' }, 'Organs with a PROCURATOR: pp-370202, pp-370203'],
    ['of an organ that is not there', { org: 'court-370271' }, 'There is no organ court-370271 in the register. Organs with a JUDGE: court-370202'],
    ['of another district than the organ', { district: '370200' }, 'court-370202 is an organ of 370202, not of 370200.'],
  ] as const)('%s is not granted, and leaves nothing behind', async (name, more, message) => {
    await expect(grant(name, more)).rejects.toThrow(message);
    expect(await changesOf(name)).toEqual([]);
  });
  it('is held by nobody, whatever the table says', async () => {
    await grant('s-7');
    await owner.query(
      "insert into access.offices (issuer, subject, role, org, district, valid_from) values ('https://login.example', 's-7', 'POLICE_LEADER', 'court-370202', '370202', access.today()), ('https://login.example', 's-7', 'JUDGE', 'court-370202', '370200', access.today()), ('https://login.example', 's-7', 'AUDITOR', 'audit-370200', '370200', access.today())",
    );
    expect(await heldBy('s-7')).toEqual([]); // the newest JUDGE of court-370202 is one of another district
    await owner.query("update access.offices set valid_to = access.today() where subject = 's-7' and district = '370200'");
    expect((await heldBy('s-7')).map(officeName)).toEqual(['JUDGE@court-370202']);
  });
});

describe('revoking', () => {
  it('ends what is held and what would have begun later, and nothing else', async () => {
    await grant('s-4', { from: ago(30) });
    await grant('s-4', { role: 'COURT_CLERK', from: ago(30) });
    await grant('s-4', { from: addDays(today, 5) });
    expect(await revokeOffices(owner, 'wang', { ...office, subject: 's-4' })).toBe(2);
    expect((await heldBy('s-4')).map(({ role }) => role)).toEqual(['COURT_CLERK']);
    expect(await revokeOffices(owner, 'wang', { ...office, subject: 's-4' })).toBe(0);
    const shown = (await listOffices(owner)).filter(({ subject }) => subject === 's-4');
    expect(shown.map(({ role }) => role)).toEqual(['COURT_CLERK']);
    expect((await listOffices(owner, { ended: true })).filter(({ subject }) => subject === 's-4')).toHaveLength(3);
  });
});

describe('every change', () => {
  it('is kept, with who made it and when', async () => {
    const before = Date.now();
    await grant('s-5');
    await revokeOffices(owner, 'zhao', { ...office, subject: 's-5' });
    const changes = await changesOf('s-5');
    expect(changes.map(({ madeBy, what }) => [madeBy, what])).toEqual([
      ['wang', 'people/insert'],
      ['wang', 'offices/insert'],
      ['zhao', 'offices/update'],
    ]);
    expect(changes[2]).toMatchObject({ nowIs: { valid_to: today }, was: { valid_to: null } });
    expect(Math.abs((changes[2]?.madeAt.getTime() as number) - before)).toBeLessThan(60_000);
  });
  it('by hand is kept too, with the account that made it', async () => {
    await owner.query("insert into access.people values ('https://login.example', 's-6', 'by-hand', 'By hand')");
    const [change] = await changesOf('s-6');
    expect(change?.madeBy).toBe(change?.login);
  });
  it.each([
    'delete from access.changes',
    "update access.changes set made_by = 'nobody'",
    'truncate access.changes',
    'delete from access.offices',
    "update access.offices set role = 'AUDITOR'",
    "update access.people set user_name = user_name || '-x'",
    'truncate access.people cascade',
  ])('stays: "%s" is refused, even to the owner', async (statement) => {
    await grant(`kept-${statement.length}-${statement.slice(0, 6)}`);
    await expect(owner.query(statement)).rejects.toMatchObject({ code: '0A000' });
  });
});

describe('the api', () => {
  it.each([
    'select * from access.changes',
    "insert into access.people values ('i', 's', 'u', 'n')",
    'update access.offices set valid_to = null',
    "insert into access.offices (issuer, subject, role, org, district, valid_from) values ('i', 's', 'JUDGE', 'o', '370202', now())",
  ])('may look offices up, and may not "%s"', async (statement) => {
    await expect(api.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});
