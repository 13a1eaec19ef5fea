import { type IndicatorKey, indicatorKeys } from '../indicator/indicator-keys.ts';
import type { Month } from '../kernel/fields.ts';
import type { FigureId } from './figure.ts';
import { figures } from './figures.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

const scene = () => {
  const story = new Story();
  const define = (key: IndicatorKey, district = SHINAN) => {
    const series = story.stream('indicator');
    return { series, definition: story.tell('2019-01-01', series, 'IndicatorDefined', { key, district }) };
  };
  const reportOnly = (series: Stream, period: string, value: number, on: string) =>
    story.tell(on, series, 'IndicatorReported', { period: period as Month, value });
  const certify = (series: Stream, period: string, on: string) => story.tell(on, series, 'IndicatorCertified', { period: period as Month });
  const correct = (series: Stream, period: string, value: number, on: string) =>
    story.tell(on, series, 'IndicatorCorrected', { period: period as Month, value });
  /** The reporter reports, and a second person certifies. */
  const report = (series: Stream, period: string, value: number, on: string) => ({
    reported: reportOnly(series, period, value, on),
    certified: certify(series, period, on),
  });
  return { story, define, reportOnly, certify, correct, report };
};
const seriesOf = (key: IndicatorKey) => {
  const all = scene();
  return { ...all, ...all.define(key) };
};

const keysOf: readonly (readonly [FigureId, readonly IndicatorKey[]])[] = [
  ['F23', ['grid.cells']],
  ['F24', ['grid.staff_full_time', 'grid.staff_part_time']],
  ['F25', ['xueliang.video_points']],
  ['F26', ['xueliang.checkpoints']],
  ['F27', ['xueliang.face_installations']],
  ['F28', ['xueliang.key_sites_covered']],
  ['F28-of', ['xueliang.key_sites']],
  ['F29', ['xueliang.key_sites_networked']],
  ['F29-of', ['xueliang.key_sites']],
  ['F37-of', ['legal_service.communities']],
  ['F38', ['legal_service.matters']],
  ['F39', ['legal_service.mediations']],
  ['F40', ['legal_service.opinions']],
  ['F41', ['legal_service.publicity']],
];

describe.each(keysOf)('%s', (figure, keys) => {
  it(`is ${keys.join(' and ')}`, () => {
    const { story, define, report } = scene();
    keys.forEach((key, i) => report(define(key).series, '2019-06', 100 + i, '2019-07-01'));
    expect(story.value(figure, '2019-12-31')).toBe(keys.reduce((sum, _, i) => sum + 100 + i, 0));
  });
  it('is nothing else', () => {
    const { story, define, report } = scene();
    for (const key of Object.keys(indicatorKeys) as IndicatorKey[]) if (!keys.includes(key)) report(define(key).series, '2019-06', 100, '2019-07-01');
    expect(story.value(figure, '2019-12-31')).toBe(0);
  });
  it('adds up its reporting units, each in its own district', () => {
    const { story, define, report } = scene();
    const key = keys[0] as IndicatorKey;
    report(define(key, SHINAN).series, '2019-06', 30, '2019-07-01');
    report(define(key, SHIBEI).series, '2019-06', 12, '2019-07-01');
    const of = (district?: string) => story.value(figure, '2019-12-31', undefined, district);
    expect([of(SHINAN), of(SHIBEI), of()]).toEqual([30, 12, 42]);
  });
  it('counts from the certification on, and not from the report', () => {
    const { story, series, reportOnly, certify } = seriesOf(keys[0] as IndicatorKey);
    reportOnly(series, '2019-06', 30, '2019-07-01');
    expect(story.value(figure, '2019-12-31')).toBe(0);
    certify(series, '2019-06', '2019-07-05');
    expect(story.around(figure, '2019-07-05')).toEqual([0, 30]);
  });
});

describe('a stock', () => {
  it('is the value of the last certified period, and stands until the next', () => {
    const { story, report, series } = seriesOf('grid.cells');
    report(series, '2019-05', 29_000, '2019-06-01');
    report(series, '2019-06', 29_314, '2019-07-01');
    expect([...story.around('F23', '2019-06-01'), ...story.around('F23', '2019-07-01'), story.value('F23', '2020-04-08')]).toEqual([
      0, 29_000, 29_000, 29_314, 29_314,
    ]);
  });
  it('is not set back by an older period that is certified late', () => {
    const { story, report, series } = seriesOf('grid.cells');
    report(series, '2019-06', 29_314, '2019-07-01');
    report(series, '2019-04', 28_000, '2019-08-01');
    expect(story.around('F23', '2019-08-01')).toEqual([29_314, 29_314]);
  });
  it('goes on with the period before while the next is only reported', () => {
    const { story, report, reportOnly, series } = seriesOf('grid.cells');
    report(series, '2019-06', 29_314, '2019-07-01');
    reportOnly(series, '2019-07', 30_000, '2019-08-01');
    expect(story.value('F23', '2019-12-31')).toBe(29_314);
  });
  it('may fall to nothing', () => {
    const { story, report, series } = seriesOf('xueliang.face_installations');
    report(series, '2019-05', 627, '2019-06-01');
    report(series, '2019-06', 0, '2019-07-01');
    expect(story.around('F27', '2019-07-01')).toEqual([627, 0]);
  });
  it('reaches back before the year of the paper', () => {
    const { story, report, series } = seriesOf('grid.cells');
    report(series, '2018-12', 29_000, '2019-01-01');
    expect(story.value('F23', '2019-12-31')).toBe(29_000);
  });
});

describe('a flow', () => {
  it('is the sum of its certified periods', () => {
    const { story, report, series } = seriesOf('legal_service.matters');
    report(series, '2019-05', 2000, '2019-06-01');
    report(series, '2019-06', 3000, '2019-07-01');
    expect([...story.around('F38', '2019-06-01'), ...story.around('F38', '2019-07-01')]).toEqual([0, 2000, 2000, 5000]);
  });
  it('takes the periods of 2019 and no others, whenever they are certified', () => {
    const { story, report, series } = seriesOf('legal_service.matters');
    for (const [period, value] of [
      ['2018-12', 1],
      ['2019-01', 20],
      ['2019-12', 300],
      ['2020-01', 4000],
    ] as const)
      report(series, period, value, '2020-02-01');
    expect(story.value('F38', '2020-04-08')).toBe(320);
  });
  it('counts a period that is certified twice once', () => {
    const { story, report, certify, series } = seriesOf('legal_service.matters');
    report(series, '2019-05', 2000, '2019-06-01');
    certify(series, '2019-05', '2019-07-01');
    expect(story.value('F38', '2019-12-31')).toBe(2000);
  });
});

describe.each([
  ['a stock', 'F23', 'grid.cells'],
  ['a flow', 'F38', 'legal_service.matters'],
] as const)('corrections of %s', (_, figure, key) => {
  const certifiedTwice = () => {
    const { story, report, correct, series, definition } = seriesOf(key);
    const first = report(series, '2019-05', 100, '2019-06-01');
    return { story, correct, series, definition, first, second: report(series, '2019-06', 70, '2019-07-01') };
  };
  it('replace the cell of their period at every date, once they are known', () => {
    const { story, correct, series } = certifiedTwice();
    const before = story.value(figure, '2019-06-15');
    const correction = correct(series, '2019-05', 90, '2020-03-01');
    expect([before, ...story.learning(figure, correction, '2019-06-15')]).toEqual([100, 100, 90]);
  });
  it('leave the other periods as they are', () => {
    const { story, correct, series } = certifiedTwice();
    const correction = correct(series, '2019-05', 90, '2020-03-01');
    expect(story.learning(figure, correction, '2019-12-31')).toEqual(figure === 'F23' ? [70, 70] : [170, 160]);
  });
  it('of one cell: the last that was told counts, whatever its date', () => {
    const { story, correct, series } = certifiedTwice();
    correct(series, '2019-05', 90, '2020-03-01');
    correct(series, '2019-05', 80, '2020-02-01');
    expect(story.value(figure, '2019-06-15')).toBe(80);
  });
  it('that are voided give the reported value back', () => {
    const { story, correct, series } = certifiedTwice();
    story.void(correct(series, '2019-05', 90, '2020-03-01'));
    expect(story.value(figure, '2019-06-15')).toBe(100);
  });
  it('K1: a certification that is voided never was; before the void it was', () => {
    const { story, first, second } = certifiedTwice();
    story.void(first.certified);
    expect([story.value(figure, '2019-06-15'), story.value(figure, '2019-06-15', second.certified)]).toEqual([0, 100]);
  });
  it('K1: so is a report, and the series itself', () => {
    const { story, definition, first } = certifiedTwice();
    story.void(first.reported);
    expect(story.value(figure, '2019-06-15')).toBe(0);
    story.void(definition);
    expect(story.value(figure, '2019-12-31')).toBe(0);
  });
  it('K8: a series that was defined in the wrong district is that of the right one at every date', () => {
    const { story, series } = certifiedTwice();
    const redefinition = story.tell('2020-03-01', series, 'IndicatorDefined', { key, district: SHIBEI });
    const of = (district: string, knownAt: number) => story.value(figure, '2019-06-15', knownAt, district);
    expect([of(SHINAN, redefinition - 1), of(SHIBEI, redefinition - 1), of(SHINAN, redefinition), of(SHIBEI, redefinition)]).toEqual([100, 0, 0, 100]);
  });
  it('K10: a late certification counts from its own date, once it is known', () => {
    const { story, first } = certifiedTwice();
    expect(story.learning(figure, first.certified, '2019-06-15')).toEqual([0, 100]);
  });
});

describe('the areas that publish nothing', () => {
  it('are read by no figure: nothing that is reported of them moves any', () => {
    const { story, define, report } = scene();
    for (const key of Object.keys(indicatorKeys) as IndicatorKey[])
      if (indicatorKeys[key].area === 'A1' || indicatorKeys[key].area === 'A5') report(define(key).series, '2019-06', 100, '2019-07-01');
    const reported = figures.filter(({ unit }) => unit === 'indicator').map(({ id }) => id);
    expect(story.values(reported, '2019-12-31')).toEqual(reported.map(() => 0));
  });
});
