import type { Month } from '../kernel/fields.ts';
import { type Checked, crossChecks, cumulativeFigures, runChecks } from './cross-checks.ts';
import type { FigureId } from './figure.ts';
import { figures } from './figures.ts';
import { type MonthlyRate, monthsBetween } from './monthly-rate.ts';
import { SHINAN, Story } from './testing/story.ts';

type Values = Readonly<Record<FigureId, number>>;
const months: readonly MonthlyRate[] = monthsBetween('2019-02' as Month, '2019-10' as Month).map((month, i) => ({
  month,
  numerator: 96 + i,
  denominator: 104,
}));
/** As the paper has it: more dockets than indictments, and more indicted than arrested. */
const sample: Checked = {
  months,
  values: {
    ...(Object.fromEntries(figures.map(({ id }) => [id, 0])) as Values),
    ...{ F01: 15, F02: 48, F03: 428, 'F01-all': 491, F06: 152, F07: 367, F08: 100, F09: 433 },
    ...{ F10: 117, 'F10-persons': 451, F11: 80, F12: 288, 'F12-acquitted': 3 },
    ...{ F13: 117_400_000_000, 'F13-returned': 400_000_000, 'F13-treasury': 7_000_000_000, 'F13-held': 110_000_000_000 },
    ...{ F15: 117, F17: 46, 'F15-other': 71, F16: 347, F18: 255, 'F16-other': 92 },
    ...{ F28: 900, 'F28-of': 900, F29: 899, 'F29-of': 900, F32: 469, F33: 538 },
    ...{ F34: 1, F35: 10, F36: 138, 'F34-all': 149, F37: 6400, 'F37-of': 6400, F42: 900, 'F42-of': 936, F43: 104, 'F43-of': 104 },
  },
};
const changed = (values: Partial<Values>, more: Partial<Checked> = {}): Checked => ({ ...sample, ...more, values: { ...sample.values, ...values } });
const failing = (checked: Checked) => runChecks(checked).flatMap(({ name, holds }) => (holds ? [] : [name]));
const withMonth = (n: number, change: Partial<MonthlyRate>) => months.map((one, i) => (i === n ? { ...one, ...change } : one));

/** What each check is there to find; `others`: what is found besides. */
type Planted = [name: string, what: string, checked: Checked, others?: readonly string[]];
const planted: readonly Planted[] = [
  ['groups-add-up', 'a group of no tier', changed({ 'F01-all': 492 })],
  ['groups-add-up', 'a group of two tiers', changed({ F02: 49 })],
  ['concluded-are-taken-on', 'more dockets concluded than taken on', changed({ F11: 118 })],
  ['concluded-defendants-are-defendants', 'a defendant of no docket that was taken on', changed({ 'F10-persons': 287 })],
  ['acquitted-are-concluded', 'more acquitted than judged', changed({ 'F12-acquitted': 289 })],
  ['arrested-are-suspects', 'somebody arrested who is a suspect in no case', changed({ 'F07-without-part': 1 })],
  ['indicted-are-suspects', 'somebody indicted who is a suspect in no case', changed({ 'F09-without-part': 1 })],
  ['indicted-came-some-way', 'somebody indicted out of nowhere', changed({ 'F09-without-path': 1 })],
  ['sheltering-cases-are-part', 'more sheltering cases than cases', changed({ F17: 118 }), ['investigations-add-up']],
  ['sheltering-persons-are-part', 'more persons sheltering than persons', changed({ F18: 348 }), ['persons-investigated-add-up']],
  ['investigations-add-up', 'a case of no kind', changed({ F15: 118 })],
  ['persons-investigated-add-up', 'a person of both kinds', changed({ 'F16-other': 93 })],
  ['assets-are-accounted-for', 'a fen more than there is', changed({ 'F13-held': 110_000_000_001 })],
  ['sites-covered-are-listed', 'a covered site that is not listed', changed({ F28: 901 })],
  ['sites-networked-are-listed', 'a networked site that is not listed', changed({ F29: 901 })],
  ['every-district-has-a-centre', 'a district without a centre', changed({ F35: 9, F36: 139 })],
  ['every-district-has-a-centre', 'a district with two', changed({ F35: 11, F36: 137 })],
  ['institutions-add-up', 'an institution of no level', changed({ 'F34-all': 150 })],
  ['advised-communities-exist', 'more advised communities than there are', changed({ F37: 6401 })],
  ['months-are-contiguous', 'a month in which nothing was heard', changed({}, { months: withMonth(3, { numerator: 0, denominator: 0 }) })],
  ['months-are-contiguous', 'a month that is left out', changed({}, { months: months.filter((_, i) => i !== 3) })],
  ['months-are-contiguous', 'months out of order', changed({}, { months: [...months.slice(1, 3), ...months.slice(0, 1), ...months.slice(3)] })],
  ['october-is-one-of-the-months', 'another October', changed({ F43: 103 })],
  ...cumulativeFigures.map((id): Planted => [
    `${id.toLowerCase()}-not-below-previous`,
    'less than was published',
    { ...sample, previous: { [id]: sample.values[id] + 1 } },
  ]),
];

describe('the cross-checks', () => {
  it('hold on the numbers of the paper', () => expect(failing(sample)).toEqual([]));
  it('hold on nothing at all, but for the centres of the districts', () =>
    expect(failing({ months: [], values: Object.fromEntries(figures.map(({ id }) => [id, 0])) as Values })).toEqual(['every-district-has-a-centre']));
  it('have names of their own, and say in both languages what they check', () => {
    expect(new Set(crossChecks.map(({ name }) => name)).size).toBe(crossChecks.length);
    for (const { says } of crossChecks) expect(says.zh && says.en).toBeTruthy();
  });
  it('are each there to find something', () => expect(new Set(planted.map(([name]) => name))).toEqual(new Set(crossChecks.map(({ name }) => name))));
  it.each<Planted>(planted)('%s finds %s', (name, _, checked, others = []) => expect(new Set(failing(checked))).toEqual(new Set([name, ...others])));

  it('compare with an earlier publication what adds up since the campaign began', () => {
    expect(cumulativeFigures).toEqual(Array.from({ length: 22 }, (_, i) => `F${String(i + 1).padStart(2, '0')}`));
    const names = (checked: Checked) => runChecks(checked).flatMap(({ name }) => (name.endsWith('-not-below-previous') ? [name] : []));
    expect(names(sample)).toEqual([]);
    expect(names({ ...sample, previous: sample.values })).toHaveLength(22);
    expect(failing({ ...sample, previous: { ...sample.values, F23: 1, F38: 1 } })).toEqual([]);
  });

  it('show both sides', () => {
    expect(runChecks(changed({ 'F01-all': 492 })).find(({ name }) => name === 'groups-add-up')).toMatchObject({
      ...{ left: 491, relation: '=', right: 492, holds: false },
    });
    expect(runChecks(sample).find(({ name }) => name === 'assets-are-accounted-for')).toMatchObject({
      ...{ left: 117_400_000_000, relation: '≤', right: 117_400_000_000, holds: true },
    });
  });
});

describe('what is no inconsistency', () => {
  it.each<[string, Partial<Values>]>([
    ['433 indicted of 367 arrested: they are indicted from bail', { F07: 367, F09: 433 }],
    ['nobody arrested', { F06: 0, F07: 0 }],
    ['117 dockets of 100 indictments: a court counts every instance', { F08: 100, F10: 117 }],
    ['more concluded dockets than indictments', { F08: 79, F11: 80 }],
    ['more officers than enterprises, or fewer', { F32: 538, F33: 469 }],
    ['assets that are held no more', { 'F13-held': 0 }],
    ['a community without an adviser', { F37: 6399 }],
  ])('%s', (_, values) => expect(failing(changed(values))).toEqual([]));
  it('a paper from before October', () => expect(failing(changed({ F43: 0 }, { months: months.slice(0, 5) }))).toEqual([]));
});

describe('who is unaccounted for', () => {
  const scene = () => {
    const story = new Story();
    const person = story.stream('person');
    const open = (on: string, of = person) => {
      const suspect = story.stream('suspect');
      return { suspect, opening: story.tell(on, suspect, 'SuspectOpened', { person: of, case: story.stream('criminal_case') }) };
    };
    const arrest = (scope: 'EVIL' | 'ORDINARY' = 'EVIL') => {
      const file = story.stream('arrest_review');
      story.tell('2019-01-01', file, 'ArrestReviewOpened', { scope, district: SHINAN });
      return story.tell('2019-03-03', file, 'ArrestApproved', { suspect: story.stream('suspect'), person });
    };
    const indict = () => {
      const file = story.stream('prosecution');
      story.tell('2019-01-01', file, 'ProsecutionReviewOpened', { scope: 'EVIL', district: SHINAN });
      story.tell('2019-03-03', file, 'IndictmentFiled', {});
      story.tell('2019-03-03', file, 'DefendantIndicted', { suspect: story.stream('suspect'), person });
    };
    return { story, person, open, arrest, indict };
  };

  it('is whoever is arrested or indicted and is a suspect in no case', () => {
    const { story, arrest, indict } = scene();
    arrest();
    indict();
    expect(story.values(['F07-without-part', 'F09-without-part'], '2019-12-31')).toEqual([1, 1]);
  });
  it('is nobody who is a suspect in any case', () => {
    const { story, open, arrest, indict } = scene();
    open('2019-01-01');
    arrest();
    indict();
    expect(story.values(['F07-without-part', 'F09-without-part'], '2019-12-31')).toEqual([0, 0]);
  });
  it('is whoever becomes a suspect only afterwards, until then', () => {
    const { story, open, arrest } = scene();
    arrest();
    open('2019-05-09');
    expect(story.around('F07-without-part', '2019-05-09')).toEqual([1, 0]);
  });
  it('is nobody of whom another identity is a suspect', () => {
    const { story, person, open, arrest } = scene();
    arrest();
    const other = story.stream('person');
    open('2019-01-01', other);
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person });
    expect(story.learning('F07-without-part', merge, '2019-12-31')).toEqual([1, 0]);
  });
  it('is whoever was made a suspect by a record that is voided', () => {
    const { story, open, arrest } = scene();
    const { opening } = open('2019-01-01');
    arrest();
    story.void(opening);
    expect(story.value('F07-without-part', '2019-12-31')).toBe(1);
  });
  it('is nobody whom F07 does not count', () => {
    const { story, arrest } = scene();
    arrest('ORDINARY');
    expect(story.value('F07-without-part', '2019-12-31')).toBe(0);
  });
  it.each(['ArrestDecided', 'BailImposed', 'ResidentialSurveillanceImposed', 'SuspectSummoned'] as const)(
    'is nobody who came to the indictment by %s',
    (type) => {
      const { story, open, indict } = scene();
      const { suspect } = open('2019-01-01');
      indict();
      story.tell('2019-05-09', suspect, type, {});
      expect(story.around('F09-without-path', '2019-05-09')).toEqual([1, 0]);
    },
  );
  it('is nobody whose arrest was approved, in whatever file', () => {
    const { story, arrest, indict } = scene();
    indict();
    const approval = arrest('ORDINARY');
    expect(story.learning('F09-without-path', approval, '2019-12-31')).toEqual([1, 0]);
  });
  it('is whoever was only detained', () => {
    const { story, open, indict } = scene();
    story.tell('2019-02-01', open('2019-01-01').suspect, 'CriminalDetentionImposed', { district: SHINAN });
    indict();
    expect(story.values(['F09-without-part', 'F09-without-path'], '2019-12-31')).toEqual([0, 1]);
  });
});
