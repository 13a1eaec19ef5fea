import { CAMPAIGN_START } from '../figures/figure.ts';
import { lastDayOf, monthAfter } from '../figures/monthly-rate.ts';
import { type CivilDate, addDays } from '../kernel/civil-date.ts';
import type { Month } from '../kernel/fields.ts';

/** Sealed figures are released twice a year, for the day of the city's paper and half a year on. Fixed beforehand: a day chosen by what happens would tell that it happened. */
const DAYS_OF_YEAR = ['04-08', '10-08'] as const;

/** All release days up to a day. */
export function releaseDays(until: CivilDate): CivilDate[] {
  const days: CivilDate[] = [];
  for (let year = Number(CAMPAIGN_START.slice(0, 4)); year <= Number(until.slice(0, 4)); year++)
    for (const day of DAYS_OF_YEAR) if (`${year}-${day}` <= until) days.push(`${year}-${day}` as CivilDate);
  return days;
}

/** The last day on which anything may be recorded that a release counts: the books are open to the end of the month after. What comes later is in the next release. */
export const booksCloseOn = (releaseDay: CivilDate): CivilDate => lastDayOf(monthAfter(releaseDay.slice(0, 7) as Month));

/** The day for which every sealed figure is nought, by its rule. */
export const BEFORE_ANY_RELEASE: CivilDate = addDays(CAMPAIGN_START, -1);
