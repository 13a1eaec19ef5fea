import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';

type Published = { readonly id: string; readonly value: number; readonly printed_zh: string; readonly printed_en: string };
type Ran = { readonly code: number; readonly out: string; readonly err: string };

const root = resolve(__dirname, '../../..');
const published = (JSON.parse(readFileSync(join(root, 'libs/demo-city/fixtures/published-figures.json'), 'utf8')) as { figures: Published[] }).figures.slice(
  0,
  5,
);

/** Values at the end of each quarter that the demo city is meant to have: F01, F02, F03, F04, F05. */
const quarterEnds: readonly (readonly [date: string, values: readonly number[]])[] = [
  ['2018-03-31', [0, 1, 13, 46, 87]],
  ['2018-06-30', [1, 4, 39, 139, 262]],
  ['2018-09-30', [3, 10, 86, 308, 581]],
  ['2018-12-31', [5, 16, 141, 509, 959]],
  ['2019-03-31', [7, 21, 188, 678, 1279]],
  ['2019-06-30', [8, 27, 240, 863, 1628]],
  ['2019-09-30', [11, 34, 304, 1094, 2064]],
  ['2019-12-31', [14, 44, 394, 1418, 2674]],
  ['2020-03-31', [15, 48, 424, 1526, 2878]],
  ['2020-04-08', [15, 48, 428, 1541, 2907]],
];

let database: TestDatabase;
let home: string;

/** Runs the command line as a user would, in a shell of its own. */
const casetrail = (args: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise((done) => {
    const command = `node apps/cli/bin/casetrail.mjs ${args}`;
    execFile(
      'sh',
      ['-c', command],
      { cwd: root, maxBuffer: 1e8, env: { ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home, ...env } },
      (error, out, err) => done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });

async function json<T>(args: string): Promise<T> {
  const { code, out, err } = await casetrail(`${args} --json`);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as T;
}

type Values = { readonly knownAt: number; readonly values: Readonly<Record<string, number>> };
const valuesAt = async (asOf: string, more = '') => {
  const { values } = await json<Values>(`figures --as-of ${asOf} ${more}`);
  return published.map(({ id }) => values[id]);
};

beforeAll(async () => {
  database = await testDatabase([]);
  home = await mkdtemp(join(tmpdir(), 'casetrail-'));
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true });
});

describe('the command line itself', () => {
  it.each(['', 'migrate', 'demo', 'demo load', 'figures', 'facts', 'waterfall', 'paper', 'rebuild', 'ledger', 'ledger tail', 'token'])(
    'explains "casetrail %s"',
    async (command) => {
      const { code, out } = await casetrail(`${command} --help`);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: casetrail${command ? ` ${command}` : ''}`);
    },
  );

  it.each([
    ['an unknown command', 'figure', /unknown command 'figure'/],
    ['an unknown option', 'figures --asof 2020-04-08', /unknown option '--asof'/],
    ['a date that is none', 'figures --as-of 2020-02-30', /must be a date like 2020-04-08/],
    ['the pseudo-district', 'figures --district 370271', /record the case under 370214/],
    ['an unknown figure', 'facts F99', /Allowed choices are F01/],
    ['a role that is none', 'token --role KING', /Allowed choices are POLICE_INVESTIGATOR/],
  ])('answers %s with exit code 2', async (_, args, message) => {
    const { code, err } = await casetrail(args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('says what is wrong when the database does not answer', async () => {
    const { code, err } = await casetrail('figures', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(err).toContain('The database does not answer');
    expect(code).toBe(1);
  });

  it('says that the database is not set up', async () => {
    const { code, err } = await casetrail('figures');
    expect(err).toContain('run "casetrail migrate"');
    expect(code).toBe(1);
  });

  it('prints a token', async () => {
    expect((await casetrail('token --role AUDITOR')).out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });
});

describe('the demo city', () => {
  beforeAll(async () => {
    expect((await casetrail('migrate')).out).toContain('applied');
    const { code, err } = await casetrail('demo load');
    expect(err).toMatch(/Playing the demo city .* events in [\d.]+ s/);
    expect(code).toBe(0);
  }, 240_000);

  it('is migrated once', async () => expect((await casetrail('migrate')).out).toBe('The database is up to date.\n'));

  it('is loaded once', async () => {
    const { code, err } = await casetrail('demo load');
    expect([code, err]).toEqual([0, 'The demo city is loaded already.\n']);
  });

  it('prints the published figures on the day of the paper', async () => {
    expect(await valuesAt('2020-04-08')).toEqual(published.map(({ value }) => value));
    const zh = (await casetrail('paper --as-of 2020-04-08 --lang zh')).out;
    const en = (await casetrail('paper --as-of 2020-04-08 --lang en')).out;
    for (const { printed_zh, printed_en } of published) {
      expect(zh).toContain(printed_zh);
      expect(en).toContain(printed_en);
    }
    expect(zh).toContain('虚构演示数据');
    expect(en).toContain('synthetic data');
  });

  it.each(quarterEnds)('has its values at %s', async (date, values) => expect(await valuesAt(date)).toEqual(values));

  it('knew less on the day itself', async () => {
    const then = await valuesAt('2020-04-08', '--known-at 2020-04-08');
    const now = await valuesAt('2020-04-08');
    expect(then).not.toEqual(now);
    expect(then[4]).toBeLessThan(now[4] as number);
  });

  it('lists the 2,907 persons of F05, each with the events behind it', async () => {
    const persons = new Set<string>();
    type Page = { facts: { unit: string; events: string[] }[]; next?: string };
    let after = '';
    for (;;) {
      const { facts, next } = await json<Page>(`facts F05 --as-of 2020-04-08 --limit 1000 ${after}`);
      for (const { unit, events } of facts) {
        expect(events.some((event) => event.startsWith('suspect-'))).toBe(true);
        persons.add(unit);
      }
      if (!next) break;
      after = `--after ${next}`;
    }
    expect(persons.size).toBe(2907);
  });

  it('comes down from gross to net as planned', async () => {
    type Line = { kind?: string; net: number };
    const steps = async (figure: string) => {
      const { gross, lines, value } = await json<{ gross: number; value: number; lines: Line[] }>(`waterfall ${figure} --as-of 2020-04-08`);
      const byKind: Record<string, number> = {};
      for (const { kind, net } of lines) if (kind && net !== 0) byKind[kind] = (byKind[kind] ?? 0) + net;
      return { gross, value, ...byKind };
    };
    expect(await steps('F01')).toEqual({ gross: 17, value: 15, K4: -1, K5: -1 });
    expect(await steps('F02')).toEqual({ gross: 46, value: 48, K4: 2 });
    expect(await steps('F03')).toEqual({ gross: 433, value: 428, K1: -1, K4: -1, K5: -2, K7: -1 });
    expect(await steps('F04')).toEqual({ gross: 1564, value: 1541, K2: -5, K4: -6, K5: -8, K7: -4 });
    expect(await steps('F05')).toEqual({ gross: 2990, value: 2907, K1: -7, K2: -9, K11: -6, REPEAT: -61 });
  });

  it('rebuilds to the same figures', async () => {
    const { code, err } = await casetrail('rebuild');
    expect(err).toContain('the same as before');
    expect(code).toBe(0);
    expect(await valuesAt('2020-04-08')).toEqual(published.map(({ value }) => value));
  }, 120_000);

  it('shows the newest events', async () => {
    const { out } = await casetrail('ledger tail --lines 3');
    expect(out.trim().split('\n')).toHaveLength(3);
    const first = (await casetrail('ledger tail --after 1 --lines 1 --json')).out;
    expect(JSON.parse(first)).toMatchObject({ position: 2, version: 1 });
  });
});
