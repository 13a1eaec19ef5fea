import type { CivilDate } from '../kernel/civil-date.ts';
import type { Month } from '../kernel/fields.ts';
import type { FigureId } from './figure.ts';
import { figures } from './figures.ts';
import type { MonthlyRate } from './monthly-rate.ts';
import { type PaperFacts, whitePaper } from './white-paper.ts';

type Values = Readonly<Record<FigureId, number>>;
const zero = Object.fromEntries(figures.map(({ id }) => [id, 0])) as Values;
const rates = (...of: readonly (readonly [number, number])[]): MonthlyRate[] =>
  of.map(([numerator, denominator], i) => ({ month: `2019-${String(i + 2).padStart(2, '0')}` as Month, numerator, denominator }));
const months = rates([41, 66], [52, 79], [61, 88], [66, 91], [75, 96], [84, 101], [88, 98], [97, 101], [104, 104]);
const facts = {
  asOf: '2020-04-08' as CivilDate,
  ruleSet: 'v1',
  publicationVersion: '1',
  isDemo: false,
  isPublication: true,
  months,
  values: {
    ...zero,
    ...{ F01: 15, F02: 48, F03: 428, F04: 1541, F05: 2907, F06: 152, F07: 367, F08: 100, F09: 433, F10: 117, F11: 80, F12: 288, F13: 117_400_000_000 },
    ...{ F14: 323, F15: 117, F16: 347, F17: 46, F18: 255, F19: 71, F20: 12, F21: 51, F22: 69, F23: 29_314, F24: 58_206, F25: 54_126, F26: 4731, F27: 627 },
    ...{ F28: 9, 'F28-of': 9, F29: 9, 'F29-of': 9, F30: 7, 'F30-of': 7, F31: 18, F32: 469, F33: 538, F34: 1, F35: 10, F36: 138, F37: 6400, 'F37-of': 6400 },
    ...{ F38: 32_418, F39: 5643, F40: 5712, F41: 5368, F42: 104, 'F42-of': 104, F43: 104, 'F43-of': 104 },
  },
} satisfies PaperFacts;
const text = (language: 'zh' | 'en', id: string, values: Partial<Values> = {}, more: Partial<PaperFacts> = {}) =>
  whitePaper({ ...facts, ...more, values: { ...facts.values, ...values } }, language).paragraphs.find((paragraph) => paragraph.id === id)?.text;

describe('the white paper', () => {
  it('prints the chapter of the police', () => {
    expect(text('zh', 'police')).toBe(
      '全市累计打掉涉黑社会性质组织15个、涉恶犯罪集团48个和其他犯罪团伙428个；破获相关刑事案件1541起，依法刑事拘留犯罪嫌疑人2907名。',
    );
    expect(text('en', 'police')).toBe(
      'In total, 15 mafia-type organisations, 48 evil-force criminal groups and 428 other criminal gangs were dismantled; 1,541 criminal cases were cracked and 2,907 suspects were placed under criminal detention.',
    );
  });
  it('agrees with a single one', () =>
    expect(text('en', 'police', { F01: 1, F02: 1, F03: 1, F04: 1, F05: 1 })).toContain('1 criminal case was cracked and 1 suspect was placed'));
  it('prints the chapter of the procuratorates and the courts', () => {
    expect(text('zh', 'justice')).toBe(
      '检察机关批准逮捕152件367人，向法院提起公诉100件433人；法院受理117件，其中审结80件、涉及被告人288人。注：法院件数含一审、二审和重审。',
    );
    expect(text('en', 'justice')).toContain('concluded 80, involving 288 defendants. Court counts include');
  });
  it('names the acquitted where there are any', () => {
    expect(text('zh', 'justice', { 'F12-acquitted': 3 })).toContain('288人（含宣告无罪3人）。');
    expect(text('en', 'justice', { 'F12-acquitted': 3 })).toContain('288 defendants (including 3 acquitted).');
  });
  it('tells what became of the assets where anything did', () => {
    expect(text('zh', 'assets')).toBe('依法查封、扣押、冻结的涉案资产累计估值11.74亿元。');
    expect(text('zh', 'assets', { 'F13-returned': 2_000_000, 'F13-treasury': 0, 'F13-held': 100_000_000_000 })).toBe(
      '依法查封、扣押、冻结的涉案资产累计估值11.74亿元，其中已返还2万元、已上缴国库0元、仍在控10亿元。',
    );
    expect(text('en', 'assets')).toBe('Assets sealed, seized or frozen under law were valued at CNY 1.174 billion in total.');
  });
  it('prints approximate numbers with their markers', () => {
    expect(text('zh', 'governance')).toBe(
      '全市设基础网格2.9万多个，专兼职网格员5.8万多名；已建视频监控5.4万余处、电子卡口4700余处、人脸识别设备600余处，清单内重点部位覆盖率100%、联网率100%。',
    );
    expect(text('en', 'governance')).toContain('The city runs over 29,000 basic grids');
  });
  it('says that two areas publish nothing', () => {
    expect(text('zh', 'political-security')).toBe('政治安全领域：本期不公布数据。');
    expect(text('en', 'petitions')).toBe('Petitions and stability: no figures are published for this period.');
  });
  it('says when nothing was to be assessed', () => {
    expect(text('zh', 'risk')).toBe('2019年应评估的市级重大工程项目，稳评完成率100%。');
    expect(text('zh', 'risk', { F30: 0, 'F30-of': 0 })).toContain('稳评完成率无此项');
    expect(text('en', 'risk', { F30: 6, 'F30-of': 7 })).toContain('85.71%');
  });
  it('says "all" only where all have an adviser', () => {
    expect(text('zh', 'legal-services')).toContain('6400个社区村居均有法律顾问');
    expect(text('zh', 'legal-services', { F37: 6399 })).toContain('6399个社区村居有法律顾问（共6400个）');
    expect(text('en', 'legal-services', { F37: 6399 })).toContain('6,399 of 6,400 communities');
    expect(text('zh', 'legal-services', { F37: 2460, 'F37-of': 0 })).toContain('2460个社区村居有法律顾问。');
  });
  it('says "rose every month" only of what did', () => {
    expect(text('zh', 'appearance')).toBe('行政机关负责人出庭应诉率逐月上升，由2019年2月的62.12%升至2019年10月的100%。');
    expect(text('en', 'appearance')).toBe("The rate of officials' court appearance rose every month from 62.12% in February 2019 to 100% in October 2019.");
    expect(text('zh', 'appearance', {}, { months: rates([41, 66], [41, 66], [50, 66]) })).toBe(
      '行政机关负责人出庭应诉率在2019年2月至2019年4月间为62.12%至75.75%。',
    );
    expect(text('en', 'appearance', {}, { months: rates([3, 4]) })).toContain('ranged from 75% to 75%');
  });
  it('says "not applicable" where nothing was heard', () => {
    expect(text('zh', 'appearance', {}, { months: [] })).toContain('无此项');
    expect(text('en', 'appearance', {}, { months: rates([0, 0]) })).toContain('not applicable');
    expect(text('zh', 'appearance', {}, { months: rates([1, 2], [0, 0], [2, 2]) })).toContain('50%至100%');
  });
  it('prints a rate of more than its whole as what it is', () => expect(text('zh', 'governance', { F28: 10 })).toContain('覆盖率10/9'));
  it('says when, by whom and by which rules', () => {
    expect(text('zh', 'head')).toBe(
      '本报告数据截至2020年4月8日，由公安机关、检察机关、人民法院、纪检监察机关、扫黑办、行业主管部门、政法委、司法局分别核定，统计规则v1，数据版本1。判决生效前的涉黑涉恶表述均为办案机关认定，不代表有罪。',
    );
    expect(text('en', 'head')).toContain('Figures are stated as of 8 April 2020, certified by the police, the procuratorates,');
  });
  it('that is no publication is certified by nobody', () => {
    expect(text('zh', 'head', {}, { isPublication: false })).toMatch(/^本报告数据截至2020年4月8日，未经核定，统计规则v1，/);
    expect(text('en', 'head', {}, { isPublication: false })).toMatch(/^Figures are stated as of 8 April 2020, certified by nobody, under counting rules v1,/);
  });
  it('of a district names it', () => {
    expect(text('zh', 'police', {}, { district: '370202' })).toContain('市南区累计打掉');
    expect(text('en', 'governance', {}, { district: '370202' })).toContain('Shinan runs');
  });
  it('from a demo ledger says first that its data are made up', () => {
    expect(whitePaper({ ...facts, isDemo: true }, 'zh').paragraphs[0]?.text).toContain('本报告数据为虚构演示数据');
    expect(whitePaper({ ...facts, isDemo: true }, 'en').paragraphs[0]?.text).toContain('synthetic data');
  });
  it('from a live ledger does not', () => expect(text('zh', 'synthetic')).toBeUndefined());
  it('is not printed with a gap', () => {
    const { F02: _, ...others } = facts.values;
    expect(() => whitePaper({ ...facts, values: others as Values }, 'zh')).toThrow('F02');
  });
});
