import { type CivilDate, civilDate } from '../kernel/civil-date.ts';
import { type District, districts } from '../kernel/districts.ts';
import { type DisclosedValues, type FigureId, owners } from './figure.ts';
import { figureOf, isFigureId, printedFigures } from './figures.ts';
import { type MonthlyRate, firstDayOf, isRising, rangeOf } from './monthly-rate.ts';
import { type Language, printApproximate, printExact, printMoney, printPercent } from './printing.ts';
import { type Area, type Condition, paragraphs } from './sentences.ts';

export type PaperFacts = {
  readonly asOf: CivilDate;
  readonly ruleSet: string;
  readonly publicationVersion: string;
  readonly isDemo: boolean;
  /** What a publication freezes is certified by the owners of its figures before it is published; what anybody reads at any time is not. */
  readonly isPublication: boolean;
  /** Left out: the whole city. */
  readonly district?: District | undefined;
  readonly values: DisclosedValues;
  /** The release day of the sealed figures. Left out: they are of the paper's own day, for the discipline organs. */
  readonly releasedOn?: CivilDate | undefined;
  /** The monthly rates of F42 that are over by then. */
  readonly months: readonly MonthlyRate[];
};
export type Paper = { readonly language: Language; readonly paragraphs: readonly { readonly id: string; readonly area?: Area; readonly text: string }[] };

const disciplineFigures = ['F14', 'F15', 'F16', 'F17', 'F18'] as const;
const conditions: Readonly<Record<Condition, (facts: PaperFacts) => boolean>> = {
  isDemo: ({ isDemo }) => isDemo,
  isPublication: ({ isPublication }) => isPublication,
  isNoPublication: ({ isPublication }) => !isPublication,
  someAcquitted: ({ values }) => values['F12-acquitted'] > 0,
  assetsMoved: ({ values }) => values['F13-returned'] > 0 || values['F13-treasury'] > 0,
  assessmentsDue: ({ values }) => values['F30-of'] > 0,
  noAssessmentsDue: ({ values }) => values['F30-of'] === 0,
  allAdvised: ({ values }) => values['F37-of'] > 0 && values['F37'] === values['F37-of'],
  notAllAdvised: ({ values }) => values['F37-of'] > 0 && values['F37'] !== values['F37-of'],
  someAdvised: ({ values }) => values['F37-of'] === 0, // how many there are is not reported yet
  isRising: ({ months }) => isRising(months),
  isNotRising: ({ months }) => !isRising(months) && rangeOf(months) !== undefined,
  disciplineShown: ({ values }) => disciplineFigures.every((id) => values[id] !== null),
  disciplineHidden: ({ values }) => disciplineFigures.some((id) => values[id] === null),
  disciplineReleased: ({ releasedOn }) => releasedOn !== undefined,
  noRates: ({ months }) => rangeOf(months) === undefined,
};

const nameOfMonth = (date: CivilDate, language: Language): string => {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, 1));
  return language === 'zh' ? `${year}年${month}月` : `${name} ${year}`;
};
/** 截至2020年4月8日 / as of 8 April 2020. */
export function printAsOf(date: CivilDate, language: Language): string {
  const day = Number(date.slice(8));
  return language === 'zh' ? `截至${nameOfMonth(date, language)}${day}日` : `as of ${day} ${nameOfMonth(date, language)}`;
}

/** A rate of more than its whole is a fault of the data that a cross-check reports: it is printed as what it is. */
const printRate = (numerator: number, denominator: number, language: Language): string =>
  numerator > denominator ? `${numerator}/${denominator}` : printPercent(numerator, denominator, language);

export const NOT_SEPARATELY = { zh: '不单独公布', en: 'not published separately' } as const;
/** A figure as the paper prints it: with its measure word in Chinese, bare in English. A monthly rate is told by its course: `months` of it. */
export function printFigure(id: FigureId, values: DisclosedValues, language: Language, months: readonly MonthlyRate[] = []): string {
  const { print, measureWord } = figureOf(id);
  const value = values[id];
  if (value === null) return NOT_SEPARATELY[language];
  switch (print.as) {
    case 'exact':
      return printExact(value, measureWord, language);
    case 'approximate':
      return printApproximate(value, print.marker, measureWord, language);
    case 'money':
      return printMoney(BigInt(value), language);
    case 'rate':
      return printRate(value, values[print.of] as number, language);
    case 'monthly-rate':
      return printCourse(months, language);
  }
}

function printCourse(months: readonly MonthlyRate[], language: Language): string {
  if (isRising(months)) return language === 'zh' ? '逐月上升' : 'rose every month';
  const range = rangeOf(months);
  if (!range) return printPercent(0, 0, language);
  const [low, high] = range.map(({ numerator, denominator }) => printRate(numerator, denominator, language));
  return language === 'zh' ? `${low}至${high}` : `${low} to ${high}`;
}

/** The names of the organs that certify the paper's figures, each once. */
function certifiers(language: Language): string {
  const names = [...new Set(printedFigures.map(({ owner }) => owners[owner][language]))];
  return language === 'zh' ? names.join('、') : new Intl.ListFormat('en-GB').format(names);
}

function fieldsOf({ asOf, ruleSet, publicationVersion, months, district, releasedOn }: PaperFacts, language: Language): Readonly<Record<string, string>> {
  const rate = (of: MonthlyRate | undefined) => (of ? printRate(of.numerator, of.denominator, language) : '');
  const month = (of: MonthlyRate | undefined) => (of ? nameOfMonth(civilDate.parse(firstDayOf(of.month)), language) : '');
  const [first, last] = [months[0], months.at(-1)];
  const [lowest, highest] = rangeOf(months) ?? [];
  return {
    asOf: printAsOf(asOf, language),
    releasedOn: releasedOn ? printAsOf(releasedOn, language) : '',
    place: district ? districts[district][language] : language === 'zh' ? '全市' : 'the city',
    Place: district ? districts[district][language] : 'The city',
    inPlace: district ? `In ${districts[district][language]}` : 'In total',
    owners: certifiers(language),
    ruleSet,
    publicationVersion,
    firstMonth: month(first),
    firstRate: rate(first),
    peakMonth: month(last),
    peakRate: rate(last),
    lowestRate: rate(lowest),
    highestRate: rate(highest),
  };
}

/** A piece of a sentence: plain words, or a figure as it is printed there. */
export type PaperPart = { readonly text: string; readonly figure?: FigureId };
export type PaperInParts = readonly { readonly id: string; readonly area?: Area; readonly parts: readonly PaperPart[] }[];

const field = /\{([\w-]+)(?::([^}]*))?\}/g;

/** The paper in pieces, so that a reader can open each number where it is printed. A sentence whose figure has no value is a fault: a paper is never printed with a gap. */
export function paperInParts(facts: PaperFacts, language: Language): PaperInParts {
  const fields = fieldsOf(facts, language);
  const fill = (name: string, forms: string | undefined): PaperPart => {
    if (fields[name] !== undefined) return { text: fields[name] };
    if (!isFigureId(name) || (facts.values[name] as number | null | undefined) === undefined) throw new Error(`The paper needs ${name}, which has no value`);
    const [one = '', many = one] = forms?.split('|') ?? [];
    if (forms !== undefined) return { text: facts.values[name] === 1 ? one : many };
    return { text: printFigure(name, facts.values, language, facts.months), figure: name };
  };
  const filled = (template: string): PaperPart[] => {
    const found = [...template.matchAll(field)];
    const ends = [0, ...found.map(({ index, 0: all }) => index + all.length)];
    const before = (i: number) => ({ text: template.slice(ends[i], found[i]?.index) });
    return [...found.flatMap(([, name = '', forms], i) => [before(i), fill(name, forms)]), before(found.length)];
  };
  const written = paragraphs.map(({ id, area, parts }) => ({
    id,
    ...(area && { area }),
    parts: joined(parts.filter(({ when }) => when === undefined || conditions[when](facts)).flatMap((part) => filled(part[language]))),
  }));
  return written.filter(({ parts }) => parts.length > 0);
}

/** Neighbouring words become one piece. */
function joined(parts: readonly PaperPart[]): PaperPart[] {
  const pieces: PaperPart[] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if (last && !last.figure && !part.figure) pieces[pieces.length - 1] = { text: last.text + part.text };
    else pieces.push(part);
  }
  return pieces.filter(({ text }) => text !== '');
}

export const textOf = (paper: PaperInParts): Paper['paragraphs'] =>
  paper.map(({ parts, ...rest }) => ({ ...rest, text: parts.map(({ text }) => text).join('') }));

/** Writes the paper in one language. */
export const whitePaper = (facts: PaperFacts, language: Language): Paper => ({ language, paragraphs: textOf(paperInParts(facts, language)) });
