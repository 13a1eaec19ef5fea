import { districtCodes } from '../kernel/districts.ts';
import type { FigureId, InTwoLanguages } from './figure.ts';
import { printedFigures } from './figures.ts';
import { type MonthlyRate, monthAfter } from './monthly-rate.ts';

type Values = Readonly<Record<FigureId, number>>;
/** What a check compares. `months`: the monthly rates that the paper prints; `previous`: what the newest earlier publication has printed, if there is one. */
export type Checked = { readonly values: Values; readonly months: readonly MonthlyRate[]; readonly previous?: Printed | undefined };
type Printed = Readonly<Partial<Record<FigureId, number>>>;
type Relation = '=' | '≤';
/** An equation that must hold before a paper is published. Its name is public: an exception is signed for it by name. */
export type CrossCheck = {
  readonly name: string;
  readonly says: InTwoLanguages;
  readonly sides: (checked: Checked) => readonly [left: number, relation: Relation, right: number];
  /** Set where the check compares with an earlier publication: without one there is nothing to check. */
  readonly needsPrevious?: true;
};
export type CheckResult = {
  readonly name: string;
  readonly says: InTwoLanguages;
  readonly left: number;
  readonly relation: Relation;
  readonly right: number;
  readonly holds: boolean;
};

const DISTRICTS = districtCodes.length - 1; // the city level is none
const atMost =
  (part: FigureId, whole: FigureId) =>
  ({ values }: Checked) =>
    [values[part], '≤', values[whole]] as const;
const nobody =
  (figure: FigureId) =>
  ({ values }: Checked) =>
    [values[figure], '=', 0] as const;
const sumOf =
  (parts: readonly FigureId[], whole: FigureId) =>
  ({ values }: Checked) =>
    [parts.reduce((sum, part) => sum + values[part], 0), '=', values[whole]] as const;
const follows = ({ month }: MonthlyRate, before: MonthlyRate | undefined): boolean => before === undefined || month === monthAfter(before.month);

/**
 * The printed figures that are counted from cases since a fixed day: they add up all that happened since, so that each is at least what it was. Stocks,
 * flows of a year and rates may fall by themselves.
 */
export const cumulativeFigures: readonly FigureId[] = printedFigures.flatMap(({ id, kind, scopeStart }) => (kind === 'computed' && scopeStart ? [id] : []));
const grown = (id: FigureId): CrossCheck => ({
  name: `${id.toLowerCase()}-not-below-previous`,
  says: { zh: `${id}不小于上期公布数`, en: `${id} is no less than was published before` },
  sides: ({ values, previous }) => [previous?.[id] ?? 0, '≤', values[id]],
  needsPrevious: true,
});

/**
 * Of-which figures are parts, parts add up, and nobody appears at a later stage who was at no earlier one. There is no check of "tried ≤ prosecuted ≤
 * arrested": 433 indicted of 367 arrested and 117 dockets of 100 indictments are lawful, since people are indicted from bail and a court counts every instance.
 */
export const crossChecks: readonly CrossCheck[] = [
  {
    name: 'groups-add-up',
    says: { zh: 'F01+F02+F03等于打掉的组织团伙总数', en: 'F01 + F02 + F03 are all dismantled groups' },
    sides: sumOf(['F01', 'F02', 'F03'], 'F01-all'),
  },
  { name: 'concluded-are-taken-on', says: { zh: 'F11不大于F10', en: 'F11 is part of F10' }, sides: atMost('F11', 'F10') },
  { name: 'concluded-defendants-are-defendants', says: { zh: 'F12属于F10案件的被告人', en: 'F12 are defendants of F10' }, sides: atMost('F12', 'F10-persons') },
  { name: 'acquitted-are-concluded', says: { zh: '宣告无罪者属于F12', en: 'The acquitted are part of F12' }, sides: atMost('F12-acquitted', 'F12') },
  {
    name: 'arrested-are-suspects',
    says: { zh: 'F07每人均有案件参与记录', en: 'Each person of F07 is a suspect in a case' },
    sides: nobody('F07-without-part'),
  },
  {
    name: 'indicted-are-suspects',
    says: { zh: 'F09每人均有案件参与记录', en: 'Each person of F09 is a suspect in a case' },
    sides: nobody('F09-without-part'),
  },
  {
    name: 'indicted-came-some-way',
    says: { zh: 'F09每人均有逮捕、取保候审、监视居住或者传唤记录', en: 'Each person of F09 was arrested, bailed, under residential surveillance or summoned' },
    sides: nobody('F09-without-path'),
  },
  { name: 'sheltering-cases-are-part', says: { zh: 'F17不大于F15', en: 'F17 is part of F15' }, sides: atMost('F17', 'F15') },
  { name: 'sheltering-persons-are-part', says: { zh: 'F18不大于F16', en: 'F18 is part of F16' }, sides: atMost('F18', 'F16') },
  {
    name: 'investigations-add-up',
    says: { zh: 'F17与其他腐败案件之和等于F15', en: 'F17 and other corruption are F15' },
    sides: sumOf(['F17', 'F15-other'], 'F15'),
  },
  {
    name: 'persons-investigated-add-up',
    says: { zh: 'F18与其他腐败人员之和等于F16', en: 'F18 and other corruption are F16' },
    sides: sumOf(['F18', 'F16-other'], 'F16'),
  },
  {
    name: 'assets-are-accounted-for',
    says: { zh: '返还、上缴、在控之和不大于F13', en: 'What was returned, paid to the treasury and is held is part of F13' },
    sides: ({ values }) => [values['F13-returned'] + values['F13-treasury'] + values['F13-held'], '≤', values['F13']],
  },
  { name: 'sites-covered-are-listed', says: { zh: '已覆盖重点部位不多于清单', en: 'Covered key sites are listed ones' }, sides: atMost('F28', 'F28-of') },
  { name: 'sites-networked-are-listed', says: { zh: '已联网重点部位不多于清单', en: 'Networked key sites are listed ones' }, sides: atMost('F29', 'F29-of') },
  {
    name: 'every-district-has-a-centre',
    says: { zh: 'F35等于区市数', en: 'F35 is the number of districts' },
    sides: ({ values }) => [values['F35'], '=', DISTRICTS],
  },
  {
    name: 'institutions-add-up',
    says: { zh: 'F34+F35+F36等于机构总数', en: 'F34 + F35 + F36 are all institutions' },
    sides: sumOf(['F34', 'F35', 'F36'], 'F34-all'),
  },
  { name: 'advised-communities-exist', says: { zh: 'F37不多于社区村居总数', en: 'F37 is no more than there are communities' }, sides: atMost('F37', 'F37-of') },
  {
    name: 'months-are-contiguous',
    says: { zh: 'F42每月均有开庭，月份连续', en: 'F42 has a rate for every month' },
    sides: ({ months }) => [months.filter((rate, i) => rate.denominator > 0 && follows(rate, months[i - 1])).length, '=', months.length],
  },
  {
    name: 'october-is-one-of-the-months',
    says: { zh: 'F43等于F42在2019年10月的值', en: 'F43 is F42 in October 2019' },
    sides: ({ values, months }) => [months.find(({ month }) => month === '2019-10')?.numerator ?? values['F43'], '=', values['F43']],
  },
  ...cumulativeFigures.map(grown),
];

/** Every check with its two sides: what fails blocks a publication, unless a signed exception explains it. */
export const runChecks = (checked: Checked): readonly CheckResult[] =>
  crossChecks
    .filter(({ needsPrevious }) => !needsPrevious || checked.previous)
    .map(({ name, says, sides }) => {
      const [left, relation, right] = sides(checked);
      return { name, says, left, relation, right, holds: relation === '=' ? left === right : left <= right };
    });
