import pg from 'pg';
import { Ledger } from './ledger.ts';
import { LedgerNotProtected, assertAppendOnly } from './self-test.ts';
import { Station, type TestDatabase, testDatabase } from './testing/index.ts';

const NO_RIGHT = '42501';
const APPEND_ONLY = '0A000';

const changes = [
  "insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes) values (99, 32, 99, '2020-01-01', now(), 'X', '')",
  "insert into ledger.streams (id, no) values ('x', 99)",
  "insert into ledger.commands values (gen_random_uuid(), '', 1, 1, now())",
  "update ledger.events set bytes = ''",
  'update ledger.events set recorded_at = now() where position = 1',
  "insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes) select position, stream, version, occurred_on, recorded_at, type, '' from ledger.events on conflict (position) do update set bytes = ''",
  "merge into ledger.events e using (select 1 as position) c on e.position = c.position when matched then update set type = 'X'",
  'delete from ledger.events',
  'truncate ledger.events',
  "update ledger.streams set id = 'x'",
  'delete from ledger.streams',
  'truncate ledger.streams',
  "update ledger.commands set fingerprint = ''",
  'delete from ledger.commands',
  'truncate ledger.commands',
];
const rebuilding = [
  'alter table ledger.events disable trigger append_only',
  'alter table ledger.events disable trigger all',
  'drop trigger append_only on ledger.events',
  'drop table ledger.events',
  'drop function ledger.append',
  'create or replace function ledger.refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
  'create table ledger.more (x int)',
  'alter table ledger.events add column x int',
];
const overriding = ["set session_replication_role = 'replica'"];

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  await new Station(new Ledger(database.pool('api'))).open();
  admin = new pg.Client(database.url);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const outcome = (db: pg.Client | pg.Pool, statement: string) =>
  db.query(statement).then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe.each(['api', 'worker', 'auditor'] as const)('the %s', (role) => {
  it('reads the ledger', async () => expect(await new Ledger(database.pool(role)).head()).toMatchObject({ position: 1 }));
  it.each([...changes, ...rebuilding, ...overriding])('has no right to %s', async (statement) => {
    expect(await outcome(database.pool(role, 1), statement)).toBe(NO_RIGHT);
  });
  it('passes the self-test', async () => {
    await expect(assertAppendOnly(database.pool(role))).resolves.toBeUndefined();
  });
});

describe('append', () => {
  it('may be called by the api', async () => {
    await expect(new Station(new Ledger(database.pool('api'))).reportedCase()).resolves.toMatch(/^criminal_case-/);
  });
  it.each(['worker', 'auditor'] as const)('may not be called by the %s', async (role) => {
    await expect(new Station(new Ledger(database.pool(role))).reportedCase()).rejects.toMatchObject({ code: NO_RIGHT });
  });
});

describe.each([
  ['the owner of the tables', 'origin'],
  ['the owner of the tables in a session that skips ordinary triggers', 'replica'],
])('%s', (_, mode) => {
  beforeEach(async () => {
    await admin.query(`set session_replication_role = '${mode}'`);
    await admin.query('set role casetrail_owner');
  });
  afterEach(() => admin.query('reset all; reset role'));

  it.each(changes.filter((statement) => !statement.startsWith('insert') || statement.includes('on conflict')))('cannot %s', async (statement) => {
    expect(await outcome(admin, statement)).toBe(APPEND_ONLY);
  });
  it('cannot truncate all of it at once', async () => {
    expect(await outcome(admin, 'truncate ledger.events, ledger.streams, ledger.commands cascade')).toBe(APPEND_ONLY);
  });
});

describe('the self-test', () => {
  it('stops a process that runs as superuser, and leaves no trace', async () => {
    const before = await new Ledger(database.pool('api')).head();
    await expect(assertAppendOnly(database.pool('owner'))).rejects.toThrow(LedgerNotProtected);
    expect(await new Ledger(database.pool('api')).head()).toEqual(before);
    await expect(assertAppendOnly(database.pool('api'))).resolves.toBeUndefined();
  });
  it.each(['disable trigger append_only', 'enable trigger append_only', 'enable replica trigger append_only'])(
    'stops every process after "%s"',
    async (weakened) => {
      await admin.query(`alter table ledger.commands ${weakened}`);
      for (const role of ['api', 'worker', 'auditor'] as const) await expect(assertAppendOnly(database.pool(role))).rejects.toThrow('missing or not always on');
      await admin.query('alter table ledger.commands enable always trigger append_only');
      await expect(assertAppendOnly(database.pool('api'))).resolves.toBeUndefined();
    },
  );
  it.each(['update', 'insert', 'delete', 'truncate'])('stops a process that was given the right to %s', async (right) => {
    await admin.query(`grant ${right} on all tables in schema ledger to casetrail_worker`);
    await expect(assertAppendOnly(database.pool('worker'))).rejects.toThrow(LedgerNotProtected);
    await admin.query(`revoke ${right} on all tables in schema ledger from casetrail_worker`);
    await expect(assertAppendOnly(database.pool('worker'))).resolves.toBeUndefined();
  });
  it('stops a process whose commits may be lost', async () => {
    const hasty = new pg.Pool({ connectionString: database.url, max: 1, options: '-c role=casetrail_api -c synchronous_commit=off' });
    await expect(assertAppendOnly(hasty)).rejects.toThrow('synchronous_commit is off');
    await expect(assertAppendOnly(database.pool('api'))).resolves.toBeUndefined();
    await hasty.end();
  });
});
