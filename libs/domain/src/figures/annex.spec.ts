import { annexRow, intervalOf, isPersonFigure } from './annex.ts';
import type { FigureId } from './figure.ts';
import { figureOf, figures, printedFigures, RULE_SET } from './figures.ts';
import { printPaper } from './printed-paper.ts';
import type { CivilDate } from '../kernel/civil-date.ts';

type Values = Readonly<Record<FigureId, number>>;
const zero = Object.fromEntries(figures.map(({ id }) => [id, 0])) as Values;
const values = (some: Partial<Values>): Values => ({ ...zero, ...some });

describe('a row of the annex', () => {
  it('says by which rule and whose authority a figure is counted', () =>
    expect(annexRow({ figure: 'F15', gross: 120, lines: [] }, values({ F15: 117 }))).toEqual({
      id: 'F15',
      name: figureOf('F15').name,
      owner: { zh: '纪检监察机关', en: 'the discipline and supervision organs' },
      rule: 'F15@1',
      measureWord: '起',
      gross: 120,
      adjustments: {},
      net: 117,
    }));
  it('tells the steps from gross to net by kind of correction, and leaves out what is no correction or changes nothing', () => {
    const lines = [{ net: 1541 }, { kind: 'K1', net: -3 }, { kind: 'K2', net: 0 }, { kind: 'K4', net: 2 }, { kind: 'K4', net: -5 }] as const;
    expect(annexRow({ figure: 'F04', gross: 1547, lines }, values({ F04: 1541 })).adjustments).toEqual({ K1: -3, K4: -3 });
  });
  it('of persons has their person-times, what repeats, and their interval', () => {
    const row = annexRow(
      { figure: 'F05', gross: 3000, lines: [{ kind: 'REPEAT', net: -93 }] },
      values({ F05: 2907, 'F05-times': 3000, 'F05-unsure': 10, 'F05-if-right': 8, 'F05-if-wrong': 13 }),
    );
    expect(row).toMatchObject({ net: 2907, personTimes: 3000, adjustments: { REPEAT: -93 }, interval: { min: 2905, max: 2910 } });
  });
  it('of a rate has its denominator', () => {
    expect(annexRow({ figure: 'F28', gross: 8, lines: [] }, values({ F28: 8, 'F28-of': 9 }))).toMatchObject({ net: 8, of: 9 });
    expect(annexRow({ figure: 'F42', gross: 8, lines: [] }, values({ F42: 8, 'F42-of': 9 }))).toMatchObject({ net: 8, of: 9 });
  });
});

describe('the interval of a figure of persons', () => {
  it.each([
    ['is the value where nothing is unsure', [10, 0, 0, 0], { min: 10, max: 10 }],
    ['reaches down to what would be if all matches were right', [10, 4, 2, 4], { min: 8, max: 10 }],
    ['reaches up to what would be if all were wrong', [10, 2, 2, 5], { min: 10, max: 13 }],
    ['reaches both ways', [10, 4, 2, 7], { min: 8, max: 13 }],
    ['never leaves the value out', [10, 4, 5, 6], { min: 10, max: 12 }],
  ] as const)('%s', (_, [F07, unsure, right, wrong], interval) =>
    expect(intervalOf('F07', values({ F07, 'F07-unsure': unsure, 'F07-if-right': right, 'F07-if-wrong': wrong }))).toEqual(interval),
  );
  it('is that of six figures', () => {
    expect(printedFigures.filter(({ id }) => isPersonFigure(id)).map(({ id }) => id)).toEqual(['F05', 'F07', 'F09', 'F12', 'F16', 'F18']);
    for (const id of ['F05-times', 'F09-gross', 'F12-acquitted', 'F32']) expect(isPersonFigure(id)).toBe(false);
  });
});

describe('the annex of a paper', () => {
  const facts = { asOf: '2020-04-08' as CivilDate, publicationVersion: '1', isDemo: false, isPublication: true, months: [] };
  const steps = printedFigures.map(({ id }) => ({ figure: id, gross: 0, lines: [] }));

  it('has a row for each printed figure, in their order', () =>
    expect(printPaper({ ...facts, ruleSet: RULE_SET, values: zero, steps }, 'zh').annex.map(({ id }) => id)).toEqual(printedFigures.map(({ id }) => id)));
  it('under another rule set names the rule that answers for a figure, and prints what it counts', () => {
    const gross = steps.map((one) => (one.figure === 'F08' || one.figure === 'F09' ? { ...one, figure: `${one.figure}-gross` as FigureId, gross: 104 } : one));
    const { annex } = printPaper({ ...facts, ruleSet: 'v1-gross', values: values({ F08: 103 }), steps: gross }, 'en');
    expect(annex.find(({ id }) => id === 'F08')).toMatchObject({ id: 'F08', rule: 'F08-gross@1', gross: 104, net: 103 });
    expect(annex.find(({ id }) => id === 'F10')).toMatchObject({ rule: 'F10@1' });
  });
  it('is not printed without the steps to every figure, or with those of another rule set', () => {
    expect(() => printPaper({ ...facts, ruleSet: RULE_SET, values: zero, steps: steps.slice(0, 42) }, 'zh')).toThrow('F43');
    expect(() => printPaper({ ...facts, ruleSet: 'v1-gross', values: zero, steps }, 'zh')).toThrow('F08');
  });
  it('comes with the cross-checks, which are about the whole city', () => {
    const checksOf = (district?: '370202') =>
      printPaper({ ...facts, ruleSet: RULE_SET, values: zero, steps, ...(district && { district }) }, 'zh').checks.map(({ name }) => name);
    expect(checksOf()).toContain('groups-add-up');
    expect(checksOf('370202')).toEqual([]);
  });
});
