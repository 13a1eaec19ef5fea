import { createHash } from 'node:crypto';
import { dateOf } from '@casetrail/domain';
import { LOG_DAYS, LOG_START } from '@casetrail/domain/testing';
import { newSigningKey, signerOf } from '@casetrail/ledger';
import { type FindingCode, type Verdict, verify } from './index.ts';
import type { StoredLine } from './source.ts';
import { SealedCity } from './testing/sealed-city.ts';
import { linesOf, otherRules, retold, sealedLines } from './testing/sealed-lines.ts';

const signer = signerOf(newSigningKey('casetrail.test/370200'));
const EVENTS = 900;
/** Where the figures of the paper stand. */
const AT = EVENTS + 2;
let lines: StoredLine[];

beforeAll(async () => {
  const city = await SealedCity.found(signer, 11, EVENTS);
  await city.publish(1, dateOf(LOG_START + 10 * LOG_DAYS), 'v1');
  lines = await city.audited(linesOf);
  await city.database.drop();
});

type Row = { figure: string; rule: string; version: number; value: number; units: number; events: number; root: string };
type Computed = {
  ledger: { origin: string; size: number; root: string };
  position: number;
  rules: string;
  figures: Row[];
  values: Record<string, number>;
  months: unknown[];
};
/** Sealed by the city's own key, with figures that it has not counted. */
const told = (change: (figures: Computed) => void): StoredLine[] =>
  lines.with(
    AT - 1,
    retold(lines[AT - 1] as StoredLine, ({ data }) => change(data as Computed)),
  );
const verdictOn = (all: readonly StoredLine[], options = {}): Promise<Verdict> => verify(() => Promise.resolve(sealedLines(all, signer, [EVENTS])), options);
const row = ({ figures }: Computed, id: string) => figures.find(({ figure }) => figure === id) as Row;

describe('what was published', () => {
  it('follows from the events', async () => {
    const verdict = await verdictOn(lines);
    expect(verdict.wrong).toBeUndefined();
    expect(verdict.verified.find(({ what }) => what === 'figures')).toMatchObject({ count: 43 });
    const figures = JSON.parse((lines[AT - 1] as StoredLine).bytes.toString()).data.figures as Row[];
    expect(figures.filter(({ value, events }) => value > 0 && events > 0).length).toBeGreaterThan(5);
  });

  it.each<[string, (figures: Computed) => void, FindingCode, RegExp]>([
    ['a value', (c) => row(c, 'F05').value++, 'publication/figure-differs', /F05 .*: value \d+; from the events follows \d+\./],
    ['a number of units', (c) => row(c, 'F03').units++, 'publication/figure-differs', /F03 .*: units/],
    ['a number of events', (c) => row(c, 'F03').events++, 'publication/figure-differs', /F03 .*: events/],
    ['the root of its events', (c) => (row(c, 'F01').root = c.ledger.root), 'publication/figure-differs', /F01 .*: root/],
    ['a rule', (c) => (row(c, 'F08').rule = 'F08-gross'), 'publication/figure-differs', /F08 .*: rule F08-gross; from the events follows F08\./],
    ['the version of a rule', (c) => (row(c, 'F08').version = 9), 'publication/figure-differs', /F08 .*: version of the rule 9/],
    ['a figure that is none', (c) => (row(c, 'F08').figure = 'F99'), 'publication/figure-differs', /F08 .*: figures nothing/],
    ['a figure that only explains', (c) => c.values['F05-times']!++, 'publication/figure-differs', /F05-times .*: value/],
    ['the months', (c) => c.months.push({ month: '2020-12', numerator: 1, denominator: 1 }), 'publication/figure-differs', /F42 .*: months/],
    ['rules that this program does not have', (c) => (c.rules = otherRules), 'publication/other-rules', /counted by rules that this program does not have/],
    ['another ledger', (c) => (c.ledger.origin = 'casetrail.test/330100'), 'publication/unknown-checkpoint', /none of this log/],
    ['a root that the ledger never had', (c) => (c.ledger.root = row(c, 'F05').root), 'publication/unknown-checkpoint', /none of this log/],
    ['a size that was never signed', (c) => (c.position = c.ledger.size = 899), 'publication/unknown-checkpoint', /none of this log/],
    ['figures that cannot be read', (c) => (c.figures = 'none' as never), 'publication/malformed', /figures/],
  ])('does not follow with %s that was made up, though the city itself has signed it', async (_, change, code, message) => {
    const { wrong, exitCode } = await verdictOn(told(change));
    expect([exitCode, wrong?.code, wrong?.message]).toEqual([1, code, expect.stringMatching(message)]);
    expect(wrong?.position).toBe(code === 'publication/malformed' ? EVENTS + 4 : AT);
  });

  it('is passed over where it was counted by other rules and the auditor says so', async () => {
    const { holds, otherRules: passed } = await verdictOn(
      told((c) => (c.rules = otherRules)),
      { ignoreRules: true },
    );
    expect([holds, passed]).toEqual([true, [expect.stringMatching(/^publication-/)]]);
  });
});

describe('what was sealed and should never have been', () => {
  const tenth = () => lines[9] as StoredLine;
  const holding = (text: string): Partial<StoredLine> => ({ bytes: Buffer.from(text), hash: createHash('sha256').update(text).digest('hex') });
  it.each<[string, () => Partial<StoredLine>, FindingCode]>([
    ['an event that is not canonical', () => holding(` ${tenth().bytes.toString()}`), 'event/not-canonical'],
    ['what is no event', () => holding('{}'), 'event/malformed'],
    ['a version left out', () => retold(tenth(), (event) => Object.assign(event, { version: event.version + 1 })), 'event/version-gap'],
    ['a time that runs backwards', () => ({ recordedAt: '2001-01-01T00:00:00.000Z' }), 'event/time-backwards'],
  ])('%s', async (_, change, code) => expect((await verdictOn(lines.with(9, { ...tenth(), ...change() }))).wrong).toMatchObject({ code, position: 10 }));
});
