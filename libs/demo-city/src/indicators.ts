import { type Day, type District, type IndicatorKey, addMonths, dayOf, monthOf } from '@casetrail/domain';
import { apportion } from './calendar.ts';
import type { Desk } from './paper-numbers.ts';
import { SILENCE, districtWeights } from './plan.ts';
import { correctedCells, countsOnly, countsOnlyFrom, flows, monthShares, stockMonths, stocks } from './plan-services.ts';
import { type Team, type Told, civilDateOf } from './record-book.ts';
import { recordIdOf } from './registers.ts';

type Series = { readonly key: IndicatorKey; readonly district: District; readonly team: Team; readonly defined: Told<'indicator'> };
type Cell = { readonly series: Series; readonly period: string; readonly value: number };

/** A whole by shares of weight: how much each gets. */
function sharesOf<T>(weights: readonly (readonly [T, number])[], whole: number): Map<T, number> {
  const shares = new Map<T, number>(weights.map(([item]) => [item, 0]));
  for (const item of apportion(weights, whole)) shares.set(item, (shares.get(item) ?? 0) + 1);
  return shares;
}

const months = (from: string, to: string): string[] => {
  const list: string[] = [];
  for (let day = dayOf(`${from}-01` as never); civilDateOf(day).slice(0, 7) <= to; day = dayOf(addMonths(civilDateOf(day), 1)))
    list.push(civilDateOf(day).slice(0, 7));
  return list;
};
