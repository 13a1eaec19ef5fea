import { type CivilDate, addDays } from '../kernel/civil-date.ts';
import type { Month } from '../kernel/fields.ts';

/** A rate of one month: both numbers are kept, and a month in which there was nothing to measure has no rate. */
export type MonthlyRate = { readonly month: Month; readonly numerator: number; readonly denominator: number };

export const monthAfter = (month: Month): Month => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return (number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`) as Month;
};
export const firstDayOf = (month: Month): CivilDate => `${month}-01` as CivilDate;
export const lastDayOf = (month: Month): CivilDate => addDays(firstDayOf(monthAfter(month)), -1);
/** All months from one to another, both included; none if the second is before the first. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= to; month = monthAfter(month)) months.push(month);
  return months;
}

/** The months that the paper speaks of: the campaign year until the rate reached 100%, as far as they are over. */
const told = monthsBetween('2019-02' as Month, '2019-10' as Month).map((month) => [month, lastDayOf(month)] as const);
export const monthsReported = (asOf: CivilDate): Month[] => told.flatMap(([month, last]) => (last <= asOf ? [month] : []));

const isMore = (a: MonthlyRate, b: MonthlyRate) => BigInt(a.numerator) * BigInt(b.denominator) > BigInt(b.numerator) * BigInt(a.denominator);
/** Whether the rate rose every month: compared as fractions, not as they are printed. Two months at least, each with something to measure. */
export const isRising = (rates: readonly MonthlyRate[]): boolean =>
  rates.length > 1 && rates.every((rate, i) => rate.denominator > 0 && (i === 0 || isMore(rate, rates[i - 1] as MonthlyRate)));
/** The lowest and the highest rate, of the months that have one. */
export function rangeOf(rates: readonly MonthlyRate[]): readonly [lowest: MonthlyRate, highest: MonthlyRate] | undefined {
  const measured = rates.filter(({ denominator }) => denominator > 0);
  const [first, ...others] = measured;
  if (!first) return undefined;
  return others.reduce(([low, high], rate) => [isMore(low, rate) ? rate : low, isMore(rate, high) ? rate : high] as const, [first, first] as const);
}
