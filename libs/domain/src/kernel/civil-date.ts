import { z } from 'zod';

/** A date of the civil calendar in Asia/Shanghai, `2019-03-01`. No time, no zone. */
export type CivilDate = string & z.$brand<'civil-date'>;
export const civilDate = z.iso.date().brand<'civil-date'>();
/** A moment with an explicit offset, `2019-03-01T09:00:00+08:00`. */
export const instant = z.iso.datetime({ offset: true });

/** Days since 2000-01-01: small numbers for counting. */
export type Day = number;
const MILLISECONDS = 86_400_000;
const EPOCH = Date.UTC(2000, 0, 1);
const SHANGHAI_OFFSET = 8 * 3_600_000; // no daylight saving since 1991

export const dayOf = (date: CivilDate): Day => (Date.parse(date) - EPOCH) / MILLISECONDS;
export const dateOf = (day: Day): CivilDate => new Date(EPOCH + day * MILLISECONDS).toISOString().slice(0, 10) as CivilDate;
export const daysBetween = (from: CivilDate, to: CivilDate): number => dayOf(to) - dayOf(from);
export const addDays = (date: CivilDate, days: number): CivilDate => dateOf(dayOf(date) + days);
/** The civil date in Asia/Shanghai at a moment: 2020-04-08T16:30Z is already 9 April there. */
export const civilDateAt = (moment: Date): CivilDate => new Date(moment.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10) as CivilDate;

const lastOf = (year: number, month: number): Date => new Date(Date.UTC(year, month, 0)); // day 0 of the month after
/**
 * The same date some months on, as terms in months run (SPC Interpretation 2021 art. 202): from the last day of a month to the last day of a
 * month, and to the last day where the date does not exist.
 */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = lastOf(year, month + months);
  const isLast = day === lastOf(year, month).getUTCDate();
  if (!isLast && day < last.getUTCDate()) last.setUTCDate(day);
  return last.toISOString().slice(0, 10) as CivilDate;
}
