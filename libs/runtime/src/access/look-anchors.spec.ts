import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type Actor, civilDateAt } from '@casetrail/domain';
import { Ledger, LedgerNotProtected, execute, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { accessMigrations } from '../migrations/index.ts';
import { LookAnchoring, LooksDiffer, anchorsIn, follow, looksTo } from './look-anchors.ts';
import { LookTree } from './look-tree.ts';
import { recordLook, recordReading } from './looks.ts';
import { assertLooksKept } from './self-test.ts';

const by: Actor = { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' };
const SYSTEM: Actor = { user: 'system', role: 'SYSTEM', org: 'casetrail', district: '370200' };

let database: TestDatabase;
let owner: Pool;
let worker: Pool;
let ledger: Ledger;
const begin = async () => {
  database = await testDatabase([...ledgerMigrations, ...accessMigrations]);
  [owner, worker] = [database.pool('owner'), database.pool('worker')];
  ledger = new Ledger(database.pool('api', 8));
};
const end = () => database.drop();

const open = () =>
  execute(ledger, {
    id: randomUUID(),
    type: 'OpenLedger',
    stream: 'ledger-01ARZ3NDEKTSV4RRFFQ69G5FAV' as never,
    data: { kind: 'live', city: '370200' },
    act: { occurredOn: civilDateAt(new Date()) },
    actor: SYSTEM,
  });
let asked = 0;
const look = (pool: Pool = ledger.pool) =>
  recordLook(pool, {
    by,
    action: 'cases.read',
    detail: { shown: ['person-01ARZ3NDEKTSV4RRFFQ69G5FAV'], n: ++asked },
    outcome: 'SHOWN',
    requestId: `r-${asked}`,
  });
const looks = async (count: number) => {
  for (let n = 0; n < count; n++) await look();
};
const anchoring = () => new LookAnchoring(worker, ledger);
const verify = async () => {
  const tree = new LookTree(worker);
  await follow(tree, await anchorsIn(ledger), await looksTo(worker));
  return tree.size;
};

describe('looks', () => {
  beforeEach(begin);
  afterEach(end);
  it('are anchored where there are new ones, and only then', async () => {
    const job = anchoring();
    await looks(3);
    expect(await job.anchor()).toBeUndefined(); // no ledger yet
    await open();
    const first = await job.anchor();
    expect(first).toMatchObject({ size: 3, root: expect.stringMatching(/^[0-9a-f]{64}$/), position: 2 });
    expect(await job.anchor()).toEqual(first);
    expect(await anchoring().anchor()).toEqual(first);
    await looks(2);
    const second = await anchoring().anchor();
    expect(second).toMatchObject({ size: 5, position: 3 });
    await looks(1);
    expect(await job.anchor()).toMatchObject({ size: 6, position: 4 }); // the anchor of the other one is past its tree
    expect(await anchorsIn(ledger)).toHaveLength(3);
    expect(await verify()).toBe(6);
  });
  it('are anchored once by all who do it at one moment', async () => {
    await open();
    await looks(4);
    const made = await Promise.all(Array.from({ length: 5 }, () => anchoring().anchor()));
    for (const anchor of made) expect(anchor).toEqual(made[0]);
    expect(await anchorsIn(ledger)).toHaveLength(1);
  });
  it('that were read past the api are among them, under the name of an auditor', async () => {
    await recordReading(database.pool('auditor'), 'wang', undefined, { route: 'casetrail looks' });
    const { rows } = await owner.query('select user_name, role, action, outcome from access.looks');
    expect(rows).toEqual([{ user_name: 'wang', role: 'AUDITOR', action: 'looks.read', outcome: 'SHOWN' }]);
  });
});

describe('an anchor', () => {
  beforeEach(begin);
  afterEach(end);
  it('leaves nothing out that was being recorded, whatever is recorded and taken back meanwhile', async () => {
    await open();
    let isOver = false;
    const writers = Array.from({ length: 6 }, async (_, n) => {
      while (!isOver) {
        const client = await ledger.pool.connect();
        await client.query('begin');
        for (let i = 0; i <= n % 3; i++)
          await client.query("select access.record_look('inv-1', 'JUDGE', 'x', '370202', 'cases.read', null, null, '{}', 'SHOWN', $1)", [`w-${n}`]);
        await client.query(n % 2 ? 'commit' : 'rollback');
        client.release();
      }
    });
    const job = anchoring();
    for (let made = 0; made < 25; made++) {
      const before = (await anchorsIn(ledger)).length;
      while ((await anchorsIn(ledger)).length === before) await job.anchor();
    }
    isOver = true;
    await Promise.all(writers);
    await job.anchor();
    const { rows } = await owner.query('select count(*)::int as n, max(id)::int as last from access.looks');
    expect(rows[0].last).toBeGreaterThan(rows[0].n); // what was taken back has left gaps
    expect(await verify()).toBe(rows[0].n);
    expect((await anchorsIn(ledger)).at(-1)?.size).toBe(rows[0].n);
  });
  it('is put off where somebody does not come to an end', async () => {
    await open();
    const slow = await ledger.pool.connect();
    await slow.query('begin');
    await slow.query("select access.record_look('inv-1', 'JUDGE', 'x', '370202', 'cases.read', null, null, '{}', 'SHOWN', 'slow')");
    await expect(anchoring().anchor()).rejects.toMatchObject({ code: '55P03' });
    await slow.query('commit');
    slow.release();
    expect(await anchoring().anchor()).toMatchObject({ size: 1 });
  });
});

describe('a look that somebody with every right', () => {
  /** Anchors of 5, 10 and 15 looks; two more are not anchored. */
  beforeAll(async () => {
    await begin();
    await open();
    for (let n = 0; n < 3; n++) {
      await looks(5);
      await owner.query("select nextval('access.looks_id_seq')"); // room for one to be put in
      await anchoring().anchor();
    }
    await looks(2);
    await owner.query('create table kept as select * from access.looks; alter table access.looks disable trigger append_only');
  });
  beforeEach(async () => expect(await verify()).toBe(17));
  afterEach(() => owner.query('delete from access.looks; insert into access.looks overriding system value select * from kept'));
  afterAll(end);
  const nth = '(select id from access.looks order by id offset 6 limit 1)';
  const others = 'select user_name, role, org, district, action, subject, purpose, detail, outcome, request_id from access.looks limit 1';

  it.each<readonly [string, string]>([
    ...['user_name', 'role', 'org', 'district', 'action', 'subject', 'purpose', 'request_id'].map(
      (column) => [`changes (${column})`, `update access.looks set ${column} = 'x' where id = ${nth}`] as const,
    ),
    ['changes (outcome)', `update access.looks set outcome = 'NOTHING' where id = ${nth}`],
    ['changes (what was shown)', `update access.looks set detail = detail - 'shown' where id = ${nth}`],
    ['changes (when, by a microsecond)', `update access.looks set at = at + interval '1 microsecond' where id = ${nth}`],
    ['removes', `delete from access.looks where id = ${nth}`],
    [
      'puts in',
      `insert into access.looks (id, user_name, role, org, district, action, subject, purpose, detail, outcome, request_id) overriding system value select 6, one.* from (${others}) one`,
    ],
    ['changes places of', `update access.looks set at = (select max(at) from access.looks) where id = ${nth}`],
  ] as readonly (readonly [string, string])[])('%s, is found, and the first anchor that is wrong is named', async (_, statement) => {
    await owner.query(statement);
    const error = await verify().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LooksDiffer);
    const { anchor, after, upTo, message } = error as LooksDiffer;
    expect([anchor.size, after?.id, message.includes(`position ${anchor.position}`)]).toEqual([10, 5, true]);
    expect(upTo?.id).toBeGreaterThanOrEqual(10);
    await look();
    await expect(anchoring().anchor()).rejects.toThrow(LooksDiffer);
    expect(await anchorsIn(ledger)).toHaveLength(3);
  });
  it('removes from the end, is missed', async () => {
    await owner.query('delete from access.looks where id > (select id from access.looks order by id offset 11 limit 1)');
    await expect(verify()).rejects.toThrow('There are fewer looks than the 15 that were anchored at position 4');
  });
});

describe('the self-test', () => {
  beforeAll(begin);
  afterAll(end);
  it.each(['api', 'worker', 'auditor'] as const)('is passed by the %s', async (role) => {
    await expect(assertLooksKept(database.pool(role))).resolves.toBeUndefined();
  });
  it.each<readonly [string, string, string]>([
    ...['access.looks', 'access.ties'].flatMap((table) =>
      ['insert', 'update', 'delete'].map(
        (right) =>
          [`grant ${right} on ${table} to casetrail_api`, `revoke ${right} on ${table} from casetrail_api`, `may try to change the ledger: "${right}`] as const,
      ),
    ),
    ['grant truncate on access.looks to casetrail_api', 'revoke truncate on access.looks from casetrail_api', 'truncate access.looks'],
    [
      'alter table access.looks enable trigger append_only',
      'alter table access.looks enable always trigger append_only',
      'keeps access.looks append-only is missing',
    ],
    ['alter table access.ties disable trigger recorded', 'alter table access.ties enable always trigger recorded', 'keeps access.ties append-only is missing'],
  ] as readonly (readonly [string, string, string])[])('is failed after "%s"', async (weakened, mended, words) => {
    await owner.query(weakened);
    const failed = await assertLooksKept(database.pool('api', 1)).catch((error: unknown) => error);
    await owner.query(mended);
    expect(failed).toBeInstanceOf(LedgerNotProtected);
    expect((failed as Error).message).toContain(words);
    await expect(assertLooksKept(database.pool('api', 1))).resolves.toBeUndefined();
  });
  it.each(['update access.looks set role = role', 'delete from access.looks', 'truncate access.looks'])(
    'and the owner may not "%s" either',
    async (statement) => {
      await look();
      await owner.query("set session_replication_role = 'origin'");
      await expect(owner.query(statement)).rejects.toMatchObject({ code: '0A000' });
    },
  );
});
