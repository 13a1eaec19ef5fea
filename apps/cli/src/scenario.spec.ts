import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { scenarios } from '@casetrail/demo-city';
import { Ledger, importCommands } from '@casetrail/ledger';
import { Station, type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { opening } from './demo-ledger.ts';

type Ran = { readonly code: number; readonly out: string; readonly err: string };
const root = resolve(__dirname, '../../..');
const databases: TestDatabase[] = [];
let home: string;

async function database(): Promise<TestDatabase> {
  const fresh = await testDatabase([]);
  databases.push(fresh);
  return fresh;
}

/** Runs the command line as a user would, in a shell of its own. */
const casetrail = (args: string, { url }: { readonly url: string }): Promise<Ran> =>
  new Promise((done) => {
    const env = { ...process.env, DATABASE_URL: url, CASETRAIL_HOME: home };
    execFile('sh', ['-c', `node apps/cli/bin/casetrail.mjs ${args}`], { cwd: root, maxBuffer: 1e8, env }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'casetrail-'));
});
afterAll(async () => {
  await Promise.all(databases.map((one) => one.drop()));
  await rm(home, { recursive: true });
});

describe('casetrail demo scenario', () => {
  let empty: TestDatabase;
  beforeAll(async () => {
    empty = await database();
    expect((await casetrail('migrate', empty)).out).toContain('applied');
  });

  it('lists the scenarios, without a database', async () => {
    const nowhere = { url: 'postgres://nobody@127.0.0.1:1/none' };
    const [en, zh] = [await casetrail('demo scenario --list', nowhere), await casetrail('demo scenario --list --lang zh', nowhere)];
    expect([en.code, zh.code]).toEqual([0, 0]);
    for (const { name, title } of scenarios) {
      expect(en.out).toContain(`  ${name} `);
      expect(en.out).toContain(title.en);
      expect(zh.out).toContain(title.zh);
    }
  });

  it('plays a scenario into an empty ledger, which becomes a demo ledger', async () => {
    const { code, out } = await casetrail('demo scenario own-request', empty);
    expect(out).toMatch(/^29 {2}Somebody tries to approve their own request\n/);
    expect(out).toMatch(/VoidRecords +POLICE_INVESTIGATOR 370202 {2}refused on approval correction\/own-request: /);
    expect(out).toMatch(
      /VoidRecords +POLICE_INVESTIGATOR 370202 {2}recorded, approved by scenario-police-leader-370202-2 #\d+\n {3}#\d+ {2}F05 −1\n {3}✓ as of/,
    );
    expect(out).toMatch(/Everything is as expected\.\n$/);
    expect(code).toBe(0);
    expect(await new Ledger(empty.pool()).kind()).toBe('demo');
  });

  it('plays it again, in Chinese: the ledger is not in its way', async () => {
    const { code, out } = await casetrail('demo scenario revalued-below-returned --lang zh', empty);
    expect(out).toMatch(/#\d+ {2}F13 −5000元/);
    expect(out).toMatch(/从原始数到净数：原始数 \+1万元，K3 −5000元/);
    expect(out).not.toMatch(/[\p{Script=Han}“”][,;:()?!]|[,;:()?!][\p{Script=Han}“”]/u);
    expect(out).toMatch(/符合预期。\n$/);
    expect(code).toBe(0);
    expect((await casetrail('demo scenario revalued-below-returned', empty)).code).toBe(0);
  });

  it('leaves the city to an empty ledger', async () => {
    const { code, err } = await casetrail('demo load', empty);
    expect(err).toContain('The demo city is played into an empty one.');
    expect(code).toBe(1);
  });

  it.each([
    ['no scenario', 'demo scenario', /name a scenario, or add --list/],
    ['one that there is not', 'demo scenario perfect-crime', /Allowed choices are late-entry/],
  ])('answers %s with exit code 2', async (_, args, message) => {
    const { code, err } = await casetrail(args, empty);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('a scenario that has no business here', () => {
  const refused = async (fresh: TestDatabase) => {
    const { position } = await new Ledger(fresh.pool()).head();
    const { code, err } = await casetrail('demo scenario voided-twice', fresh);
    expect(code).toBe(1);
    expect((await new Ledger(fresh.pool()).head()).position).toBe(position);
    return err;
  };

  it('is not played into a live ledger', async () => {
    const live = await database();
    await casetrail('migrate', live);
    await new Station(new Ledger(live.pool())).open('live');
    expect(await refused(live)).toContain('This ledger is a live one.');
  });

  it('does not come between an interrupted load of the demo city and its end', async () => {
    const half = await database();
    await casetrail('migrate', half);
    await importCommands(new Ledger(half.pool()), [opening]);
    expect(await refused(half)).toContain('finish "casetrail demo load" first');
  });
});

it('fails where the figures are otherwise than expected', async () => {
  const broken = await database();
  await casetrail('migrate', broken);
  await casetrail('demo scenario delivered-twice', broken);
  // Somebody tampers with what was counted: the figure at every date is wrong by one, from the next position on.
  const owner = broken.pool('owner');
  await owner.query('create function wrong() returns trigger language plpgsql as $$ begin new.n := new.n * 2; return new; end $$');
  const { rows } = await owner.query<{ schema: string }>("select schemaname as schema from pg_tables where tablename = 'cube' and schemaname <> 'pg_catalog'");
  for (const { schema } of rows) await owner.query(`create trigger wrong before insert on ${schema}.cube for each row execute function wrong()`);
  const { code, out } = await casetrail('demo scenario delivered-twice', broken);
  expect(rows.length).toBeGreaterThan(0);
  expect(out).toMatch(/✗ as of .*: F05 \+1, F05-times \+1\n {7}F05: 2 \(was to be 1\)/);
  expect(out).toMatch(/Not everything is as expected\.\n$/);
  expect(code).toBe(1);
});
