import { type Day, dateOf, dayOf } from '@casetrail/domain';
import type { Chance } from './chance.ts';
import { type Figure, type Quarter, monthWeights, quarters } from './plan.ts';

/** A quarter in days, first and last included. */
export function boundsOf(quarter: Quarter): { readonly from: Day; readonly to: Day } {
  const { from, to } = quarters.find(({ id }) => id === quarter) as (typeof quarters)[number];
  return { from: dayOf(from), to: dayOf(to) };
}

/** The days on which the units of a figure come in: as many in each quarter as it grows by. In order. */
export const entryDays = (figure: Figure, chance: Chance): Day[] =>
  daysOf(
    quarters.map((quarter) => quarter[figure]),
    chance,
  );

/** The same for totals at the end of each quarter, in the order of the quarters. */
export const daysOf = (totals: readonly number[], chance: Chance): Day[] =>
  quarters.flatMap(({ id }, i) => daysIn(id, (totals[i] ?? 0) - (totals[i - 1] ?? 0), chance));

/** As many days of a quarter, spread by the weight of the months. In order. */
export function daysIn(id: Quarter, count: number, chance: Chance): Day[] {
  const { from, to } = boundsOf(id);
  const weights = Array.from({ length: to - from + 1 }, (_, day) => monthWeights[dateOf(from + day).slice(0, 7)] ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let day = 0;
  let passed = weights[0] as number;
  return Array.from({ length: count }, (_, k) => {
    const share = ((k + chance.next()) / count) * total;
    while (passed < share && day < weights.length - 1) passed += weights[++day] as number;
    return from + day;
  });
}

/** Shares of a whole by weight: largest remainder, at least `least` each. */
export function apportion<T>(weights: readonly (readonly [T, number])[], whole: number, least = 0): T[] {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const open = whole - least * weights.length;
  const quotas = weights.map(([item, weight]) => ({ item, quota: (open * weight) / total }));
  const rest = open - quotas.reduce((sum, { quota }) => sum + Math.floor(quota), 0);
  const favoured = new Set([...quotas].sort((a, b) => (b.quota % 1) - (a.quota % 1)).slice(0, rest));
  return quotas.flatMap((entry) => Array.from({ length: least + Math.floor(entry.quota) + (favoured.has(entry) ? 1 : 0) }, () => entry.item));
}
