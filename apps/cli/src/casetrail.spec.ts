import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { type Ran, demoCity, inProcess, inShell, root } from './testing/casetrail.ts';

type Published = { readonly id: string; readonly value: unknown; readonly printed_zh: string; readonly printed_en: string };
const published = (JSON.parse(readFileSync(join(root, 'libs/demo-city/fixtures/published-figures.json'), 'utf8')) as { figures: Published[] }).figures;

const anchored = ['F01', 'F02', 'F03', 'F04', 'F05', 'F07', 'F09', 'F11', 'F12', 'F13', 'F14', 'F16', 'F19', 'F22'] as const;
/** Values at the end of each quarter that the demo city is meant to have, in the order above; assets in 亿元. */
const quarterEnds: readonly (readonly [date: string, values: readonly number[]])[] = [
  ['2018-03-31', [0, 1, 13, 46, 87, 4, 4, 0, 0, 0.35, 6, 7, 0, 0]],
  ['2018-06-30', [1, 4, 39, 139, 262, 18, 22, 1, 3, 1.06, 26, 28, 1, 1]],
  ['2018-09-30', [3, 10, 86, 308, 581, 51, 61, 6, 35, 2.35, 71, 76, 6, 4]],
  ['2018-12-31', [5, 16, 141, 509, 959, 106, 126, 21, 94, 3.87, 120, 128, 14, 10]],
  ['2019-03-31', [7, 21, 188, 678, 1279, 150, 178, 30, 121, 5.17, 152, 163, 23, 18]],
  ['2019-06-30', [8, 27, 240, 863, 1628, 195, 229, 42, 158, 6.57, 187, 201, 34, 28]],
  ['2019-09-30', [11, 34, 304, 1094, 2064, 250, 294, 53, 199, 8.34, 233, 250, 47, 41]],
  ['2019-12-31', [14, 44, 394, 1418, 2674, 323, 381, 66, 245, 10.8, 291, 312, 62, 58]],
  ['2020-03-31', [15, 48, 424, 1526, 2878, 361, 427, 78, 282, 11.62, 320, 344, 70, 68]],
  ['2020-04-08', [15, 48, 428, 1541, 2907, 367, 433, 80, 288, 11.74, 323, 347, 71, 69]],
];
const FEN_IN_YI = 10_000_000_000;

let database: TestDatabase;
let home: string;

const casetrail = (args: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> => inShell(args, { DATABASE_URL: database.url, CASETRAIL_HOME: home, ...env });

/** What is printed as JSON: read in this process, for it is asked for many times. */
async function json<T>(args: string): Promise<T> {
  const { code, out, err } = await inProcess(`${args} --json`);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as T;
}

type Month = { readonly month: string; readonly numerator: number; readonly denominator: number };
type Values = { readonly knownAt: number; readonly values: Readonly<Record<string, number>>; readonly months: readonly Month[] };
const readAt = (asOf: string, more = '') => json<Values>(`figures --as-of ${asOf} ${more}`);
const valuesAt = async (asOf: string, more = '') => {
  const { values } = await readAt(asOf, more);
  return anchored.map((id) => (id === 'F13' ? (values[id] as number) / FEN_IN_YI : values[id]));
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
  it('explains itself, and what it can do', async () => {
    const { code, out } = await casetrail('ledger tail --help');
    expect(code).toBe(0);
    expect(out).toContain('Usage: casetrail ledger tail');
  });

  it('answers a wrong call with exit code 2', async () => {
    const { code, err } = await casetrail('figures --asof 2020-04-08');
    expect(err).toMatch(/unknown option '--asof'/);
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
    await database.drop();
    database = await demoCity();
    Object.assign(process.env, { DATABASE_URL: database.url, CASETRAIL_HOME: home });
  }, 240_000);

  it('is migrated once', async () => expect((await casetrail('migrate')).out).toBe('The database is up to date.\n'));

  it('is loaded once', async () => {
    const { code, err } = await casetrail('demo load');
    expect([code, err]).toEqual([0, 'The demo city is loaded already.\n']);
  });

  it('has the published values on the day of the paper, all 43', async () => {
    const { values, months } = await readAt('2020-04-08');
    const valueOf = (id: string) => values[id] as number;
    for (const { id, value } of published) {
      const of = values[`${id}-of`];
      if (id === 'F42') expect(months.map(({ month, numerator, denominator }) => [month, numerator, denominator])).toEqual(value);
      else if (!Array.isArray(value)) expect({ id, value: valueOf(id) }).toEqual({ id, value });
      // [1, 1] stands for any numerator that equals its denominator.
      else if (value[1] === 1) expect({ id, rate: valueOf(id) / (of as number), isMeasured: (of as number) > 0 }).toEqual({ id, rate: 1, isMeasured: true });
      else expect({ id, value: [valueOf(id), of] }).toEqual({ id, value });
    }
  });

  it('prints the published figures on the day of the paper, all 43', async () => {
    const zh = (await casetrail('paper --as-of 2020-04-08 --lang zh')).out;
    const en = (await casetrail('paper --as-of 2020-04-08 --lang en')).out;
    for (const { id, printed_zh, printed_en } of published) {
      expect({ id, zh }).toEqual({ id, zh: expect.stringContaining(printed_zh) });
      expect({ id, en }).toEqual({ id, en: expect.stringContaining(printed_en) });
    }
    for (const said of ['虚构演示数据', '不代表有罪', '政治安全领域：本期不公布数据', '信访与维稳领域：本期不公布数据']) expect(zh).toContain(said);
    for (const said of ['synthetic data', 'not a finding of guilt', 'Political security: no figures', 'Petitions and stability: no figures'])
      expect(en).toContain(said);
  });

  it('prints each figure by itself as the paper does', async () => {
    const lines = async (lang: string) => (await casetrail(`figures --as-of 2020-04-08 --lang ${lang}`)).out.split('\n');
    const [zh, en] = [await lines('zh'), await lines('en')];
    for (const { id, printed_zh, printed_en } of published) {
      expect(zh.find((line) => line.startsWith(id))).toContain(printed_zh);
      expect(en.find((line) => line.startsWith(id))).toContain(printed_en);
    }
  });

  it('says what was not so yet at other dates', async () => {
    const zh = async (asOf: string) => (await casetrail(`paper --as-of ${asOf} --lang zh`)).out;
    const early = await zh('2018-12-31');
    for (const said of ['稳评完成率无此项', '期内尚无开庭审理的行政案件', '2460个社区村居有法律顾问。']) expect(early).toContain(said);
    expect(await zh('2018-03-31')).not.toContain('宣告无罪');
    const spring = await zh('2019-04-15');
    expect(spring).toContain('逐月上升，由2019年2月的62.12%升至2019年3月的65.82%');
    expect((await casetrail('paper --as-of 2019-03-15 --lang en')).out).toContain('ranged from 62.12% to 62.12% between February 2019 and February 2019');
  });

  it('passes every cross-check, and prints them with an annex of 43 rows', async () => {
    type Paper = { annex: { id: string; gross: number; net: number; adjustments: Record<string, number> }[]; checks: { name: string; holds: boolean }[] };
    const { annex, checks } = await json<Paper>('paper --as-of 2020-04-08');
    expect(annex.map(({ id }) => id)).toEqual(published.map(({ id }) => id));
    for (const { id, gross, net, adjustments } of annex)
      expect({ id, net: Object.values(adjustments).reduce((sum, n) => sum + n, gross) }).toEqual({ id, net });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    const page = join(home, 'paper.html');
    expect((await casetrail(`paper --as-of 2020-04-08 --lang zh --format html --out ${page}`)).code).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain('11.74亿元');
  });

  it('counts withdrawn prosecutions under the other rule set', async () => {
    const [net, gross] = [await readAt('2020-04-08'), await readAt('2020-04-08', '--rule-set v1-gross')];
    expect([net.values['F08'], gross.values['F08'], net.values['F09'], gross.values['F09']]).toEqual([100, 102, 433, 440]);
    const then = await readAt('2019-06-30', '--rule-set v1-gross');
    expect(then.values['F09']).toBeGreaterThanOrEqual(229);
  });

  it.each(quarterEnds)('has its values at %s', async (date, values) => expect(await valuesAt(date)).toEqual(values));

  it('knew less on the day itself', async () => {
    const then = await valuesAt('2020-04-08', '--known-at 2020-04-08');
    const now = await valuesAt('2020-04-08');
    expect(then).not.toEqual(now);
    expect(then[4] as number).toBeLessThan(now[4] as number);
  });

  it('tells why figures differ between two points, and leaves nothing over', async () => {
    type Row = { figure: string; from: { value: number }; to: { value: number }; cells: { cell: string; change: number }[]; residual: number };
    const [then, now] = ['2020-04-08@2020-04-08', '2020-04-08'];
    const { figures } = await json<{ figures: Row[] }>(`diff ${then} ${now}`);
    for (const { figure, from, to, cells, residual } of figures)
      expect({ figure, value: cells.reduce((sum, { change }) => sum + change, from.value), residual }).toEqual({ figure, value: to.value, residual: 0 });
    const found = figures.find(({ figure }) => figure === 'F05');
    expect(found).toMatchObject({ to: { value: 2907 }, cells: [{ cell: 'late-entries' }] });
    const zh = await casetrail(`diff ${then} ${now} --lang zh`);
    expect([zh.code, zh.out]).toEqual([0, expect.stringContaining(`补录 +${found?.cells[0]?.change}`)]);
    const { units } = await json<{ units: { change: number; cause: { type: string } }[] }>(`diff ${then} ${now} --figure F05 --cell late-entries --limit 500`);
    expect(units.reduce((sum, { change }) => sum + change, 0)).toBe(found?.cells[0]?.change);
    expect(new Set(units.map(({ cause }) => cause.type))).toEqual(new Set(['CriminalDetentionImposed']));
    expect((await casetrail(`diff ${then} ${now} --figure F05 --cell late-entries --limit 1`)).out).toContain('More: add --after');
    expect((await casetrail(`diff ${now} ${now} --to-rule-set v1-gross`)).out).toMatch(/F08 +100 → 102 .*\n +rule change \+2/);
  });

  it('compares published papers only', async () => {
    const { code, err } = await casetrail('diff publication-01ARZ3NDEKTSV4RRFFQ69G5FAV 2020-04-08');
    expect([code, err]).toEqual([1, 'There is no publication publication-01ARZ3NDEKTSV4RRFFQ69G5FAV.\n']);
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
    expect(await steps('F06')).toEqual({ gross: 156, value: 152, K1: -1, K2: -2, K4: -1 });
    expect(await steps('F07')).toEqual({ gross: 379, value: 367, K1: -4, K2: -5, K4: -3 });
    expect(await steps('F08')).toEqual({ gross: 104, value: 100, K2: -2, K4: -1, K5: -1 });
    expect(await steps('F09')).toEqual({ gross: 450, value: 433, K1: -4, K2: -7, K4: -6 });
    expect(await steps('F10')).toEqual({ gross: 122, value: 117, K1: -1, K2: -2, K4: -1, K5: -1 });
    expect(await steps('F11')).toEqual({ gross: 80, value: 80 });
    expect(await steps('F12')).toEqual({ gross: 343, value: 288, REPEAT: -55 });
    const yi = Object.fromEntries(Object.entries(await steps('F13')).map(([step, fen]) => [step, fen / FEN_IN_YI]));
    expect(yi).toEqual({ gross: 12.91, value: 11.74, K1: -0.62, K2: -0.31, K3: -0.24 });
    expect(await steps('F14')).toEqual({ gross: 341, value: 323, K4: -4, K5: -12, K7: -2 });
    expect(await steps('F15')).toEqual({ gross: 121, value: 117, K1: -1, K2: -2, K5: -1 });
    expect(await steps('F16')).toEqual({ gross: 356, value: 347, K1: -3, K2: -4, REPEAT: -2 });
    expect(await steps('F17')).toEqual({ gross: 44, value: 46, K4: 2 });
    expect(await steps('F18')).toEqual({ gross: 249, value: 255, K4: 6 });
    expect(await steps('F19')).toEqual({ gross: 73, value: 71, K1: -1, K2: -1 });
    expect(await steps('F20')).toEqual({ gross: 13, value: 12, K2: -1 });
    expect(await steps('F21')).toEqual({ gross: 52, value: 51, K2: -1 });
    expect(await steps('F22')).toEqual({ gross: 71, value: 69, K3: -2 });
  }, 120_000);

  it('rebuilds to the same figures', async () => {
    const { code, err } = await casetrail('rebuild');
    expect(err).toContain('the same as before');
    expect(code).toBe(0);
    expect(await valuesAt('2020-04-08')).toEqual(quarterEnds.at(-1)?.[1]);
  }, 120_000);

  it('leaves a rebuild beside what serves until it is asked to switch, and goes back', async () => {
    const beside = await casetrail('rebuild --no-switch');
    expect(beside.err).toContain('beside the ones that serve');
    expect(beside.code).toBe(0);
    expect((await casetrail('rebuild status')).out).toMatch(/^figures +live +position \d+\n +next +position \d+, ready: .+\n +previous .+\nviews +live /);
    const switched = await casetrail('rebuild switch');
    expect(switched.err).toContain('figures: the same as before');
    expect(switched.err).toContain('views: the next version serves');
    expect(switched.code).toBe(0);
    expect((await casetrail('rebuild back')).code).toBe(0);
    expect(await valuesAt('2020-04-08')).toEqual(quarterEnds.at(-1)?.[1]);
    const again = await casetrail('rebuild back');
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('There is no previous version of the figures') });
    expect((await casetrail('rebuild cancel')).err).toBe('figures: the next version is thrown away\nviews: the next version is thrown away\n');
    expect(await casetrail('rebuild switch')).toMatchObject({ code: 1, err: expect.stringContaining('There is no next version') });
    expect(await casetrail('rebuild --version last')).toMatchObject({ code: 2 });
  }, 240_000);

  it('shows the newest events', async () => {
    const { out } = await casetrail('ledger tail --lines 3');
    expect(out.trim().split('\n')).toHaveLength(3);
    const first = (await casetrail('ledger tail --after 1 --lines 1 --json')).out;
    expect(JSON.parse(first)).toMatchObject({ position: 2, version: 1 });
  });
});
