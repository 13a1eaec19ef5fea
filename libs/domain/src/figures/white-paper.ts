import type { CivilDate } from '../kernel/civil-date.ts';
import type { FigureId } from './figure.ts';
import { figureOf, printedFigures } from './figures.ts';
import { type Language, printExact } from './printing.ts';

/**
 * The sentences of the paper. `{F04}` is a printed figure, `{F04:case|cases}` the noun that agrees with it, `{asOf}` and the like are facts of the
 * publication. A paper from a demo ledger says first that its data are made up.
 */
type Paragraph = { readonly id: string; readonly onlyFor?: 'demo'; readonly zh: string; readonly en: string };

export const paragraphs: readonly Paragraph[] = [
  {
    id: 'synthetic',
    onlyFor: 'demo',
    zh: '本报告数据为虚构演示数据。',
    en: 'The figures in this paper are synthetic data for demonstration.',
  },
  {
    id: 'head',
    zh: '本报告数据{asOf},由{owners}分别核定,统计规则{ruleSet},数据版本{publicationVersion}。判决生效前的涉黑涉恶表述均为办案机关认定,不代表有罪。',
    en: 'Figures are stated {asOf}, certified by {owners}, under counting rules {ruleSet}, data version {publicationVersion}. Before an effective judgment every reference to organised crime is an allegation by the handling organ and not a finding of guilt.',
  },
  {
    id: 'police',
    zh: '全市累计打掉涉黑社会性质组织{F01}、涉恶犯罪集团{F02}和其他犯罪团伙{F03};破获相关刑事案件{F04},依法刑事拘留犯罪嫌疑人{F05}。',
    en: 'In total, {F01} {F01:mafia-type organisation|mafia-type organisations}, {F02} {F02:evil-force criminal group|evil-force criminal groups} and {F03} {F03:other criminal gang|other criminal gangs} were dismantled; {F04} {F04:criminal case was|criminal cases were} cracked and {F05} {F05:suspect was|suspects were} placed under criminal detention.',
  },
];

export const owners = { police: { zh: '公安机关', en: 'the police' } } as const;

export type PaperFacts = {
  readonly asOf: CivilDate;
  readonly ruleSet: string;
  readonly publicationVersion: string;
  readonly isDemo: boolean;
  readonly values: Partial<Readonly<Record<FigureId, number>>>;
};
export type Paper = { readonly language: Language; readonly paragraphs: readonly { readonly id: string; readonly text: string }[] };

/** 截至2020年4月8日 / as of 8 April 2020. */
export function printAsOf(date: CivilDate, language: Language): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, day));
  return language === 'zh' ? `截至${year}年${month}月${day}日` : `as of ${day} ${monthName} ${year}`;
}

/** A figure as the paper prints it: with its measure word in Chinese, bare in English. */
export const printFigure = (id: FigureId, value: number, language: Language): string => printExact(value, figureOf(id).measureWord, language);

/** Writes the paper in one language. A sentence whose figure has no value is a fault: a paper is never printed with a gap. */
export function whitePaper(facts: PaperFacts, language: Language): Paper {
  const { asOf, ruleSet, publicationVersion, isDemo, values } = facts;
  const certified = [...new Set(printedFigures.map(({ owner }) => owners[owner][language]))].join(language === 'zh' ? '、' : ', ');
  const fields: Readonly<Record<string, string>> = { asOf: printAsOf(asOf, language), owners: certified, ruleSet, publicationVersion };
  const fill = (name: string, forms: string | undefined): string => {
    if (fields[name] !== undefined) return fields[name];
    const value = values[name as FigureId];
    if (value === undefined) throw new Error(`The paper needs ${name}, which has no value`);
    const [one = '', many = one] = forms?.split('|') ?? [];
    return forms === undefined ? printFigure(name as FigureId, value, language) : value === 1 ? one : many;
  };
  return {
    language,
    paragraphs: paragraphs
      .filter((paragraph) => paragraph.onlyFor === undefined || isDemo)
      .map((paragraph) => ({
        id: paragraph.id,
        text: paragraph[language].replace(/\{([\w-]+)(?::([^}]*))?\}/g, (_, name: string, forms?: string) => fill(name, forms)),
      })),
  };
}
