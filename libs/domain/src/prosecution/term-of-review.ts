import { type CivilDate, addDays, addMonths } from '../kernel/civil-date.ts';
import type { Prosecution } from './prosecution.ts';

/** How long a file may be reviewed, and how long a supplement may take. CPL 2018 arts 172, 175; SPP Rules 2019 arts 346, 351. */

const MONTHS_OF_REVIEW = 1;
const DAYS_OF_EXTENSION = 15;
const MONTHS_OF_SUPPLEMENT = 1;

/** The last day of the term that runs: of the review, as it was extended, or of the supplement. Unknown where it is not known when the term began. */
export function reviewEndsOn({ status, termFrom, extendedOn }: Prosecution): CivilDate | undefined {
  if (termFrom === undefined) return undefined;
  if (status === 'supplementing') return addMonths(termFrom, MONTHS_OF_SUPPLEMENT);
  return addDays(addMonths(termFrom, MONTHS_OF_REVIEW), extendedOn === undefined ? 0 : DAYS_OF_EXTENSION);
}

/** A new month begins (CPL 172, 175), in which nothing is extended yet. */
export const newTerm = ({ extendedOn: _, ...file }: Prosecution, on: CivilDate): Prosecution => ({ ...file, reviewOn: on, termFrom: on });

/** An extension comes once each time that the month runs, by its last day; on any day where it is not known when it began. */
export const isExtensible = (file: Prosecution, on: CivilDate): boolean => file.extendedOn === undefined && on <= (reviewEndsOn(file) ?? on);
