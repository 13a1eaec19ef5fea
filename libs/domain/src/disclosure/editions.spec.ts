import { type FigureId, districtCodes, figures } from '../index.ts';
import type { CivilDate } from '../kernel/civil-date.ts';
import { type ClosedTable, disclosed, disclosedIn, editionAt, editionsFrom } from './editions.ts';
import { booksCloseOn, releaseDays } from './release-days.ts';
import { releasedIds, sealedFigures } from './sealed-figures.ts';

const [a, b, c] = districtCodes;
type Some = Partial<Record<(typeof releasedIds)[number], number>>;
const counts = (some: Some) => ({ F14: 40, F15: 30, 'F15-other': 10, F16: 60, 'F16-other': 20, F17: 20, F18: 40, ...some });
const table = (day: string, position: number, city: Some = {}, leads: readonly number[] = [10, 12, 18]): ClosedTable => ({
  day: day as CivilDate,
  position,
  city: counts(city),
  districts: Object.fromEntries([a, b, c].map((district, i) => [district, { ...counts({ F15: 0, F16: 0 }), F14: leads[i] as number }])),
});
const first = table('2019-04-08', 100);

describe('release days', () => {
  it('are two in a year, fixed beforehand', () => expect(releaseDays('2019-10-07' as CivilDate)).toEqual(['2018-04-08', '2018-10-08', '2019-04-08']));
  it('have their books open to the end of the next month', () =>
    expect(['2020-04-08', '2018-10-08'].map((day) => booksCloseOn(day as CivilDate))).toEqual(['2020-05-31', '2018-11-30']));
});

describe('an edition', () => {
  const at = (tables: readonly ClosedTable[], asOf: string, position: number) => editionAt(editionsFrom(tables), asOf as CivilDate, position);
  it('is of nought before the first release, and tells no district', () => {
    const none = at([first], '2019-04-07', 1000);
    expect(releasedIds.map((id) => disclosedIn(none, id))).toEqual(releasedIds.map(() => 0));
    expect(disclosedIn(none, 'F14', a)).toBeNull();
  });
  it('answers from its day on, once its books are closed', () =>
    expect([at([first], '2019-04-08', 99), at([first], '2019-04-08', 100)].map(({ city }) => city.F14)).toEqual([0, 40]));
  it('tells districts of three figures, and kinds of the whole city only', () => {
    const one = at([first], '2019-05-01', 100);
    expect((['F14', 'F17', 'F15-other', 'F16-times', 'F16-unsure'] as FigureId[]).map((id) => [disclosedIn(one, id), disclosedIn(one, id, a)])).toEqual([
      [40, 10],
      [20, null],
      [10, null],
      [null, null],
      [null, null],
    ]);
  });
  it('moves no figure while any of them would move by few', () => {
    const next = at([first, table('2019-10-08', 200, { F14: 80, F15: 31, 'F15-other': 11 })], '2019-12-01', 300);
    expect(next).toMatchObject({ day: '2019-10-08', city: { F14: 40, F15: 30 }, counted: { asOf: '2019-04-08', position: 100 } });
  });
  it('moves all of them together, and districts that moved far enough', () => {
    const next = at([first, table('2019-10-08', 200, { F14: 58 }, [18, 13, 27])], '2019-12-01', 300);
    expect([next.city.F14, disclosedIn(next, 'F14', a), disclosedIn(next, 'F14', b)]).toEqual([58, 18, 12]);
    expect(next.counted).toEqual({ asOf: '2019-10-08', position: 200 });
  });
  it('leaves every other figure as it is', () => {
    const values = Object.fromEntries(figures.map(({ id }) => [id, 3])) as Record<FigureId, number>;
    const shown = disclosed(values, at([first], '2019-05-01', 100));
    expect(figures.flatMap(({ id }) => (shown[id] === 3 ? [] : [id])).sort()).toEqual([...sealedFigures].sort());
  });
});
