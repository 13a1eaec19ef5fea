import { type CivilDate, addDays, addMonths, daysBetween } from '../kernel/civil-date.ts';
import type { CourtDocketCommand, instances, trialExtenders } from './court-docket-messages.ts';
import type { CourtDocket } from './court-docket.ts';

/** How long a trial may take, what does not count in that, and who extends it. CPL 2018 arts 204–208, 243; SPC Interpretation 2021 arts 210, 274. */

type Extend = Extract<CourtDocketCommand, { type: 'ExtendTrial' }>['data'];
/** To how many months in all a term is extended; none where whoever approves it says the day. */
type Step = { readonly approvedBy: (typeof trialExtenders)[number]; readonly months?: number };

const MONTHS_OF_TRIAL = 2;
const MONTHS_OF_SUPPLEMENT = 1;
/** CPL 205, SPC Interpretation 2021 art. 274: twice at most. */
const MOST_SUPPLEMENTS = 2;
/** SPC Interpretation 2021 art. 210: one to three months, and again when they are over. */
const MOST_MONTHS_OF_SUPREME_COURT = 3;

/** Who extends the term of each instance, in this order (CPL 208.1, 243). A retrial has a term of its own, which no event tells (CPL 258). */
const steps: Readonly<Record<(typeof instances)[number], readonly Step[]>> = {
  FIRST: [{ approvedBy: 'OWN_COURT', months: 3 }, { approvedBy: 'COURT_ABOVE', months: 6 }, { approvedBy: 'SUPREME_COURT' }],
  APPEAL: [{ approvedBy: 'HIGH_COURT', months: 4 }, { approvedBy: 'SUPREME_COURT' }],
  RETRIAL: [],
};
const stepsOf = ({ instance }: CourtDocket): readonly Step[] => (instance === undefined ? [] : steps[instance]);
const granted = (docket: CourtDocket): number => stepsOf(docket).findIndex(({ approvedBy }) => approvedBy === docket.extension?.approvedBy);

/**
 * The last day of a trial: two months from its beginning or as many as it was extended to, and as much later as it was suspended since. What was suspended before
 * the Supreme People's Court said a day is in that day. Unknown where it is not known when the term began, and of a retrial.
 */
export function trialEndsOn(docket: CourtDocket): CivilDate | undefined {
  const { termFrom, daysSuspended = 0, extension } = docket;
  if (stepsOf(docket).length === 0) return undefined;
  const months = stepsOf(docket)[granted(docket)]?.months ?? MONTHS_OF_TRIAL;
  const until = extension?.until ?? (termFrom && addMonths(termFrom, months));
  return until && addDays(until, daysSuspended);
}

/** Whether the trial waits for a supplement to the investigation (CPL 204, item 2). */
export const isSupplementing = ({ status, adjournedBecause }: CourtDocket): boolean => status === 'adjourned' && adjournedBecause === 'SUPPLEMENT';

/** The last day of that supplement (CPL 205). */
export const supplementEndsOn = ({ trialOn }: CourtDocket): CivilDate | undefined => trialOn && addMonths(trialOn, MONTHS_OF_SUPPLEMENT);

export const canBeSupplemented = ({ supplements = 0 }: CourtDocket): boolean => supplements < MOST_SUPPLEMENTS;

/**
 * Why a trial cannot be extended so on that day, if it cannot. While it waits for a supplement it cannot: its term begins anew after that (CPL 208.3). Nor while it
 * is suspended: then no term runs that could end (CPL 206). What was granted before a docket was split off is not known: there any step may be the first.
 */
export function objectionTo({ approvedBy, until }: Extend, docket: CourtDocket, on: CivilDate): { readonly code: string; readonly says: string } | undefined {
  const all = stepsOf(docket);
  const next = all[Math.min(granted(docket) + 1, all.length - 1)]?.approvedBy; // the last one may come again
  const end = trialEndsOn(docket);
  const isGrantUnknown = docket.termFrom === undefined && docket.extension === undefined;
  if (isSupplementing(docket)) return { code: 'court-docket/waits-for-supplement', says: 'The trial waits for a supplement: its term begins anew after that.' };
  if (!all.some((step) => step.approvedBy === approvedBy))
    return { code: 'court-docket/not-at-this-instance', says: `At the instance ${docket.instance} ${approvedBy} does not extend the term (CPL 208, 243).` };
  if (next !== approvedBy && !isGrantUnknown)
    return { code: 'court-docket/extension-out-of-order', says: `The term is extended step by step (CPL 208, 243): the next one is ${next}.` };
  if (end === undefined) return undefined;
  if (on > end) return { code: 'court-docket/extension-after-expiry', says: `The term ran out on ${end}: it is extended before that.` };
  if (until !== undefined && (until <= end || until > addMonths(end, MOST_MONTHS_OF_SUPREME_COURT)))
    return { code: 'court-docket/extension-too-long', says: `The Supreme People's Court extends the term beyond ${end} by one to three months (SPC21 210).` };
  return undefined;
}

/** The term as it was extended. */
export const extended = (docket: CourtDocket, data: Extend, on: CivilDate): CourtDocket => ({
  ...docket,
  extension: { ...data, on },
  ...(data.until && { daysSuspended: 0 }),
});

/** CPL 206: what a trial was suspended for does not count in the term, before a change of court neither. CPL 208.3, 242: after a supplement the term begins anew. */
export function resumed(docket: CourtDocket, on: CivilDate): CourtDocket {
  const { adjournedBecause: _, ...going } = docket;
  if (isSupplementing(docket)) return restarted(going, on);
  const { status, trialOn, termFrom, daysSuspended = 0 } = going;
  if (status !== 'suspended' || trialOn === undefined) return going;
  const since = termFrom !== undefined && termFrom > trialOn ? termFrom : trialOn;
  return { ...going, daysSuspended: daysSuspended + Math.max(0, daysBetween(since, on)) };
}

/** CPL 208.2: where another court gets the case, the term of the first instance begins anew. */
export const atAnotherCourt = (docket: CourtDocket, on: CivilDate): CourtDocket => (docket.instance === 'FIRST' ? restarted(docket, on) : docket);

/** A new term, in which nothing is suspended or extended yet. */
const restarted = ({ extension: _, ...docket }: CourtDocket, on: CivilDate): CourtDocket => ({ ...docket, termFrom: on, daysSuspended: 0 });
