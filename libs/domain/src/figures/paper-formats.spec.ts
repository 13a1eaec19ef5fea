import type { CivilDate } from '../kernel/civil-date.ts';
import type { Month } from '../kernel/fields.ts';
import type { AnnexRow } from './annex.ts';
import type { FigureId } from './figure.ts';
import { RULE_SET, figures, printedFigures } from './figures.ts';
import { type LaidOut, paperAsHtml, paperAsMarkdown } from './paper-formats.ts';
import { type PaperSources, printPaper } from './printed-paper.ts';
import type { Language } from './printing.ts';

type Values = Readonly<Record<FigureId, number>>;
const values: Values = {
  ...(Object.fromEntries(figures.map(({ id }) => [id, 0])) as Values),
  ...{ F01: 15, F02: 48, F03: 428, 'F01-all': 491, F04: 1541, F05: 2907, 'F05-times': 3012, 'F05-unsure': 4, 'F05-if-right': 3, 'F05-if-wrong': 6 },
  ...{ F13: 117_400_000_000, F28: 9, 'F28-of': 9, F29: 8, 'F29-of': 9, F35: 10, 'F34-all': 10, F42: 104, 'F42-of': 104, F43: 104, 'F43-of': 104 },
};
const lines: Partial<Record<FigureId, readonly { readonly kind: 'K1' | 'K4' | 'REPEAT'; readonly net: number }[]>> = {
  F04: [
    { kind: 'K1', net: -1203 },
    { kind: 'K4', net: 2 },
  ],
  F05: [{ kind: 'REPEAT', net: -105 }],
  F13: [{ kind: 'K1', net: -15_000_000_000 }],
};
const sources: PaperSources = {
  asOf: '2020-04-08' as CivilDate,
  ruleSet: RULE_SET,
  publicationVersion: '3',
  isDemo: true,
  isPublication: true,
  months: [{ month: '2019-10' as Month, numerator: 104, denominator: 104 }],
  values,
  steps: printedFigures.map(({ id }) => ({ figure: id, gross: values[id] - (lines[id] ?? []).reduce((sum, { net }) => sum + net, 0), lines: lines[id] ?? [] })),
};
const laidOut = (language: Language, more: Partial<PaperSources> = {}, change: Partial<LaidOut> = {}): LaidOut => ({
  ...printPaper({ ...sources, ...more }, language),
  ...{ asOf: '2020-04-08', knownAt: '71234', ...(more.district && { district: more.district }) },
  ...change,
});
/** The cells of a figure's row. */
const inMarkdown = (id: string, language: Language, change: Partial<LaidOut> = {}, more: Partial<PaperSources> = {}) =>
  paperAsMarkdown(laidOut(language, more, change))
    .split('\n')
    .find((line) => line.startsWith(`| ${id} |`))
    ?.split(' | ')
    .map((cell) => cell.replace(/^\| | \|$/g, ''));
const inHtml = (id: string, language: Language, more: Partial<PaperSources> = {}) =>
  [
    ...(paperAsHtml(laidOut(language, more))
      .match(new RegExp(`<tr><td>${id}</td>.*?</tr>`))?.[0]
      .matchAll(/<td(?: class="n")?>(.*?)<\/td>/g) ?? []),
  ].map(([, cell]) => cell);
const ids = printedFigures.map(({ id }) => id);

describe.each(['zh', 'en'] as const)('the paper in %s', (language) => {
  it('has a row for every figure and every check, in order: as Markdown', () => {
    const first = paperAsMarkdown(laidOut(language))
      .split('\n')
      .flatMap((line) => /^\| ([\w-]+) \|/.exec(line)?.[1] ?? []);
    const { checks } = laidOut(language);
    expect(first.filter((cell) => !['id', 'name', '---'].includes(cell))).toEqual([...ids, ...checks.map(({ name }) => name)]);
  });
  it('has a row for every figure and every check, in order: as HTML', () => {
    const first = [...paperAsHtml(laidOut(language)).matchAll(/<tr(?: class="fails")?><td>(.*?)<\/td>/g)].map(([, cell]) => cell);
    expect(first).toEqual([...ids, ...laidOut(language).checks.map(({ name }) => name)]);
  });
  it('tells the same in both', () => {
    for (const id of ids) expect(inHtml(id, language)).toEqual(inMarkdown(id, language));
  });
  it('has every paragraph in both', () => {
    const { paper } = laidOut(language);
    const [markdown, html] = [paperAsMarkdown(laidOut(language)), paperAsHtml(laidOut(language))];
    for (const { id, text } of paper.paragraphs) {
      expect(markdown).toContain(text);
      expect(html).toContain(`id="${id}">${text}</p>`);
    }
  });
});

describe('a row', () => {
  it('says what, how much, by which rule, by whom, of which day and known at which position', () => {
    expect(inMarkdown('F01', 'zh')).toEqual(['F01', '打掉涉黑社会性质组织', '15', 'F01@1', '公安机关', '2020-04-08', '71234', '15', '', '', '']);
    expect(inMarkdown('F01', 'en')?.slice(1, 5)).toEqual(['mafia-type organisations dismantled', '15', 'F01@1', 'the police']);
  });
  it('prints adjustments with their signs, a true minus for what left', () => {
    expect(inMarkdown('F04', 'zh')?.slice(7, 9)).toEqual(['2742', 'K1 −1203, K4 +2']);
    expect(inMarkdown('F04', 'en')?.slice(7, 9)).toEqual(['2,742', 'K1 −1,203, K4 +2']);
    expect(inHtml('F04', 'en')[8]).toBe('K1 −1,203, K4 +2');
  });
  it('prints what person-times repeat in words', () => {
    expect(inMarkdown('F05', 'zh')?.slice(7)).toEqual(['3012', '重复 −105', '3012', '2906–2909']);
    expect(inMarkdown('F05', 'en')?.slice(7)).toEqual(['3,012', 'repeat −105', '3,012', '2906–2909']);
  });
  it('prints money as money', () => {
    expect(inMarkdown('F13', 'zh')?.slice(2, 9)).toEqual(['11.74亿元', 'F13@1', '公安机关', '2020-04-08', '71234', '13.24亿元', 'K1 −1.5亿元']);
    expect(inMarkdown('F13', 'en')?.[8]).toBe('K1 −CNY 150 million');
  });
  it('prints a rate with both its numbers', () => {
    expect([inMarkdown('F28', 'zh')?.[2], inMarkdown('F29', 'zh')?.[2], inMarkdown('F30', 'zh')?.[2], inMarkdown('F30', 'en')?.[2]]).toEqual([
      '9/9（100%）',
      '8/9（88.88%）',
      '0/0（无此项）',
      '0/0 (not applicable)',
    ]);
    expect([inMarkdown('F42', 'en')?.[2], inMarkdown('F43', 'en')?.[2]]).toEqual(['104/104 (100%)', '104/104 (100%)']);
  });
  it('prints a rate of more than its whole without a percentage', () =>
    expect(inMarkdown('F28', 'zh', {}, { values: { ...values, F28: 10 } })?.[2]).toBe('10/9'));
});

describe('cross-checks', () => {
  it('that fail are marked', () => {
    const broken = { values: { ...values, 'F01-all': 490 } };
    expect(paperAsMarkdown(laidOut('zh', broken))).toContain('| groups-add-up | F01+F02+F03等于打掉的组织团伙总数 | 491 | = | 490 | 不成立 |');
    expect(paperAsMarkdown(laidOut('en', broken))).toContain('| 491 | = | 490 | fails |');
    expect(paperAsHtml(laidOut('zh', broken)).match(/<tr class="fails"><td>([\w-]+)/g)).toEqual(['<tr class="fails"><td>groups-add-up']);
    expect(paperAsHtml(laidOut('en', broken))).toMatch(/<tr class="fails"><td>groups-add-up<.*?<td>fails<\/td><\/tr>/);
  });
  it('that hold are not', () => {
    expect(paperAsMarkdown(laidOut('zh'))).not.toContain('不成立');
    expect(paperAsHtml(laidOut('zh'))).not.toContain('<tr class="fails"');
    expect(paperAsMarkdown(laidOut('zh'))).toContain('| 491 | = | 491 | 成立 |');
  });
});

describe('what must be escaped', () => {
  const [first, ...others] = laidOut('en').annex as [AnnexRow, ...AnnexRow[]];
  const name = { zh: '<b>“A|B” & C', en: '<b>"A|B" & C' };
  const odd = laidOut('en', {}, { annex: [{ ...first, name }, ...others] });

  it('is a bar in a table of Markdown', () => expect(paperAsMarkdown(odd)).toContain('| F01 | <b>"A\\|B" & C | 15 |'));
  it('is whatever HTML would read, in a cell', () => {
    expect(paperAsHtml(odd)).toContain('<td>&lt;b&gt;&quot;A|B&quot; &amp; C</td>');
    expect(paperAsHtml(odd)).not.toContain('<b>');
  });
  it('is that in a paragraph and in a check as well', () => {
    const { paper, checks } = laidOut('en');
    const html = paperAsHtml({
      ...odd,
      paper: { ...paper, paragraphs: [{ id: 'head', text: '<script>1 && 2</script>' }] },
      checks: checks.map((check) => ({ ...check, says: name })),
    });
    expect(html).toContain('<p id="head">&lt;script&gt;1 &amp;&amp; 2&lt;/script&gt;</p>');
    expect(html).not.toMatch(/<script|<b>/);
  });
});

describe('the layout', () => {
  it('heads every area once, in the order of the paper', () => {
    const zh = ['政治安全', '扫黑除恶', '基层治理', '公共安全', '信访维稳', '服务发展'];
    const markdown = paperAsMarkdown(laidOut('zh')).split('\n');
    expect(markdown.filter((line) => line.startsWith('## '))).toEqual([...zh, '附表 指标说明', '勾稽关系'].map((heading) => `## ${heading}`));
    expect([...paperAsHtml(laidOut('zh')).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading)).toEqual([...zh, '附表 指标说明', '勾稽关系']);
  });
  it('has one title, which names the district that the paper is of', () => {
    expect(paperAsMarkdown(laidOut('zh'))).toMatch(/^# 平安建设进展情况白皮书\n/);
    expect(paperAsMarkdown(laidOut('zh', { district: '370202' }))).toMatch(/^# 市南区平安建设进展情况白皮书\n/);
    expect(paperAsHtml(laidOut('en', { district: '370202' }))).toContain('<h1>Shinan: White paper on the progress of the safe city campaign</h1>');
  });
  it('of a district has no cross-checks in it', () => {
    expect(paperAsMarkdown(laidOut('zh', { district: '370202' }))).not.toContain('groups-add-up');
    expect(paperAsHtml(laidOut('zh', { district: '370202' }))).not.toContain('groups-add-up');
  });
  it('puts the note that the data are made up first, where it cannot be overlooked', () => {
    expect(paperAsMarkdown(laidOut('zh')).split('\n\n')[1]).toBe('> **本报告数据为虚构演示数据。**');
    expect(paperAsHtml(laidOut('en'))).toContain('<p class="note" id="synthetic">The figures in this paper are synthetic data for demonstration.</p>');
    expect(paperAsMarkdown(laidOut('zh', { isDemo: false }))).not.toContain('虚构');
  });
  it('says its language to the browser, and needs nothing from elsewhere', () => {
    expect(paperAsHtml(laidOut('zh'))).toMatch(/^<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">/);
    expect(paperAsHtml(laidOut('en'))).toContain('<html lang="en">');
    expect(paperAsHtml(laidOut('en'))).not.toMatch(/<script|<link|<img|\ssrc=|https?:|url\(/);
  });
  it('sets numbers to the right', () => {
    const html = paperAsHtml(laidOut('en'));
    for (const number of ['15', '2,742', 'CNY 1.174 billion', '9/9 (100%)']) expect(html).toContain(`<td class="n">${number}</td>`);
    for (const word of ['F01', '2020-04-08', 'K1 −1,203, K4 +2', '=']) expect(html).toContain(`<td>${word}</td>`);
  });
});
