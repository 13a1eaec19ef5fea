import type { CivilDate } from '../kernel/civil-date.ts';
import { whitePaper } from './white-paper.ts';

const facts = {
  asOf: '2020-04-08' as CivilDate,
  ruleSet: 'v1',
  publicationVersion: '1',
  isDemo: false,
  values: { F01: 15, F02: 48, F03: 428, F04: 1541, F05: 2907 },
} as const;
const text = (language: 'zh' | 'en', id: string, more: Partial<Parameters<typeof whitePaper>[0]> = {}) =>
  whitePaper({ ...facts, ...more }, language).paragraphs.find((paragraph) => paragraph.id === id)?.text;

describe('the white paper', () => {
  it('prints the chapter of the police in Chinese', () =>
    expect(text('zh', 'police')).toBe(
      '全市累计打掉涉黑社会性质组织15个、涉恶犯罪集团48个和其他犯罪团伙428个;破获相关刑事案件1541起,依法刑事拘留犯罪嫌疑人2907名。',
    ));
  it('prints the chapter of the police in English', () =>
    expect(text('en', 'police')).toBe(
      'In total, 15 mafia-type organisations, 48 evil-force criminal groups and 428 other criminal gangs were dismantled; 1,541 criminal cases were cracked and 2,907 suspects were placed under criminal detention.',
    ));
  it('agrees with a single one', () =>
    expect(text('en', 'police', { values: { F01: 1, F02: 1, F03: 1, F04: 1, F05: 1 } })).toContain('1 criminal case was cracked and 1 suspect was placed'));
  it('says when, by whom and by which rules', () => {
    expect(text('zh', 'head')).toBe(
      '本报告数据截至2020年4月8日,由公安机关分别核定,统计规则v1,数据版本1。判决生效前的涉黑涉恶表述均为办案机关认定,不代表有罪。',
    );
    expect(text('en', 'head')).toContain('Figures are stated as of 8 April 2020, certified by the police, under counting rules v1, data version 1.');
  });
  it('from a demo ledger says first that its data are made up', () => {
    expect(whitePaper({ ...facts, isDemo: true }, 'zh').paragraphs[0]?.text).toContain('本报告数据为虚构演示数据');
    expect(whitePaper({ ...facts, isDemo: true }, 'en').paragraphs[0]?.text).toContain('synthetic data');
  });
  it('from a live ledger does not', () => expect(text('zh', 'synthetic')).toBeUndefined());
  it('is not printed with a gap', () => expect(() => whitePaper({ ...facts, values: { F01: 15 } }, 'zh')).toThrow('F02'));
});
