import { type CivilDate, type Day, type District, type IndicatorKey, type Month, addMonths, dayOf, monthOf } from '@casetrail/domain';
import { apportion } from './calendar.ts';
import type { Chance } from './chance.ts';
import { LAST, teamOf } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { districtWeights } from './plan.ts';
import { correctedCells, countsOnly, countsOnlyFrom, flows, monthShares, stockMonths, stocks } from './plan-services.ts';
import type { Team, Told } from './record-book.ts';
import { recordIdOf } from './registers.ts';

/** What one district reports for one month. */
type Cell = { readonly month: string; readonly value: number };
type Series = { readonly key: IndicatorKey; readonly district: District; readonly cells: readonly Cell[] };

const districts = districtWeights.map(([district]) => district);
const firstDay = (month: string): CivilDate => `${month}-01` as CivilDate;
const monthsFrom = (first: string, count: number): Month[] => Array.from({ length: count }, (_, i) => monthOf(addMonths(firstDay(first), i)));
const lastMonth = stockMonths.at(-1) as string;

/** A whole in shares by weight: how much each gets. */
function sharesOf<T>(weights: readonly (readonly [T, number])[], whole: number): (item: T) => number {
  const shares = new Map<T, number>();
  for (const item of apportion(weights, whole)) shares.set(item, (shares.get(item) ?? 0) + 1);
  return (item) => shares.get(item) ?? 0;
}

/** Every figure that is only reported, month by month and district by district: certified by a second reporter, a few corrected after that. */
export function tellIndicators(desk: Desk): void {
  for (const [series, corrected] of [
    [stockSeries(), correctedCells.stock],
    [flowSeries(), correctedCells.flow],
    [countsOnlySeries(desk.chance), 0],
  ] as const) {
    const wrong = new Set(desk.chance.shuffled(series.flatMap(({ cells }) => cells)).slice(0, corrected));
    for (const one of series) tellSeries(one, wrong, desk);
  }
}

function stockSeries(): Series[] {
  return stocks.flatMap(([key, totals]) => {
    const shares = totals.map((total) => sharesOf(districtWeights, total));
    return districts.map((district) => ({ key, district, cells: stockMonths.map((month, i) => ({ month, value: shares[i]?.(district) ?? 0 })) }));
  });
}

function flowSeries(): Series[] {
  return flows.flatMap(({ key, year, after }) => {
    const ofYear = sharesOf(districtWeights, year);
    const ofMonths = after.map((total) => sharesOf(districtWeights, total));
    return districts.map((district) => {
      const byMonth = sharesOf(
        monthShares.map((weight, i) => [i, weight] as const),
        ofYear(district),
      );
      const values = [...monthShares.map((_, i) => byMonth(i)), ...ofMonths.map((share) => share(district))];
      const months = monthsFrom('2019-01', values.length);
      return { key, district, cells: values.map((value, i) => ({ month: months[i] as Month, value })) };
    });
  });
}

function countsOnlySeries(chance: Chance): Series[] {
  const months = monthsFrom(countsOnlyFrom, 24).filter((month) => month <= lastMonth);
  return districts.flatMap((district) => {
    const series = countsOnly.map(({ key, least, most }) => ({ key, district, cells: months.map((month) => ({ month, value: chance.between(least, most) })) }));
    const received = series.find(({ key }) => key === 'petition.received')?.cells ?? [];
    const inTime = (of: readonly Cell[], most: number): Cell[] => of.map(({ month, value }) => ({ month, value: value - chance.between(0, most) }));
    const registered = inTime(received, 2);
    return [
      ...series,
      { key: 'petition.registered_in_time', district, cells: registered },
      { key: 'petition.concluded_in_time', district, cells: inTime(registered, 4) },
    ];
  });
}

function tellSeries({ key, district, cells }: Series, wrong: ReadonlySet<Cell>, desk: Desk): void {
  const team = teamOf('stat', district, desk);
  const stream = recordIdOf('indicator', key, district);
  const on = dayOf(firstDay(cells[0]?.month ?? lastMonth)) + desk.chance.between(0, 5);
  const defined = desk.book.tell(stream, { type: 'DefineIndicator', data: { key, district }, on, team });
  for (const cell of cells) tellCell(cell, wrong.has(cell), defined, team, desk);
}

/** Reported in the first days of the next month and certified within its first week. What the paper counts last is not certified late. */
function tellCell({ month, value }: Cell, isWrong: boolean, defined: Told<'indicator'>, team: Team, { book, chance }: Desk): void {
  const { stream } = defined;
  const period = month as Month;
  const next = dayOf(addMonths(firstDay(month), 1));
  const reportedOn: Day = next + chance.between(0, 2);
  const certifiedOn = reportedOn + chance.between(1, 4);
  const first = isWrong ? value + chance.between(1, Math.max(3, Math.round(value / 20))) : value;
  const report = { type: 'ReportIndicator', data: { period, value: first }, on: reportedOn, team, after: [defined] } as const;
  const reported = book.tell(stream, report);
  const isLeaf = !isWrong && month < '2020-01';
  const certify = { type: 'CertifyIndicator', data: { period }, on: certifiedOn, team, second: true, after: [reported] } as const;
  const certified = book.tell(stream, { ...certify, ...(isLeaf && book.leafLag(certifiedOn, LAST)) });
  const on = certifiedOn + chance.between(6, 40);
  if (isWrong) book.tell(stream, { type: 'CorrectIndicator', data: { period, value }, on, team, after: [certified] });
}
