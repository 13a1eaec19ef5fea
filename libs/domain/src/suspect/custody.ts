import { type CivilDate, addDays, addMonths, civilDateAt } from '../kernel/civil-date.ts';
import type { Context } from '../kernel/decider.ts';
import { notBefore } from '../kernel/guards.ts';
import { refuseIf } from '../kernel/rejection.ts';
import type { Suspect } from './suspect.ts';

/** A time in custody, until the day it ended. */
export type Spell = { readonly from: CivilDate; readonly to?: CivilDate };
export type Rung = 0 | 1 | 2 | 3;
export type Measure = Suspect['measure'];

export const inForce: readonly Measure[] = ['summoned', 'detained', 'arrest_requested', 'arrested', 'bail', 'residential_surveillance'];
export const custody: readonly Measure[] = ['detained', 'arrest_requested', 'arrested'];
/** What leaves the person at large, so that it can give way to custody. */
export const atLarge: readonly Measure[] = ['none', 'summoned', 'released', 'bail', 'residential_surveillance'];

/** Whether a compulsory measure is in force. */
export const isMeasured = ({ measure }: Suspect): boolean => inForce.includes(measure);

export const overlap = (a: Spell, b: Spell): boolean => (b.to === undefined || a.from < b.to) && (a.to === undefined || b.from < a.to);

/** Months from the arrest: two, and on each rung one, two and two more (CPL 156, 158, 159). */
const MONTHS: Readonly<Record<Rung, number>> = { 0: 2, 1: 3, 2: 5, 3: 7 };
/** CPL 91: three days, one to four more in special cases, 30 in all for roving, repeated or gang crime. */
export const extendedUntil = (state: Suspect, days: number): CivilDate => addDays(state.detainedOn as CivilDate, days === 30 ? 30 : 3 + days);

const takenIn = (state: Suspect, on: CivilDate): Suspect => ({ ...state, isInCustody: true, custodyWith: 'POLICE', spells: [...state.spells, { from: on }] });

export const held = (state: Suspect, on: CivilDate): Suspect => ({
  ...takenIn(state, on),
  measure: 'detained',
  measureOn: on,
  detainedOn: on,
  detainedUntil: addDays(on, 3),
});

/** The extensions granted, and the last day of the custody that the investigation may take. */
export const onRung = (state: Suspect, rung: Rung): Suspect => ({ ...state, rung, custodyUntil: addMonths(state.custodyFrom as CivilDate, MONTHS[rung]) });
/** The term after an arrest, or after what restarts it. */
export const termFrom = (state: Suspect, on: CivilDate): Suspect => onRung({ ...state, custodyFrom: on }, 0);

/** An arrest goes on with the custody there is, or begins one. */
export function arrested({ arrestDecidedOn: _, ...state }: Suspect, at: string, on: CivilDate): Suspect {
  const inside = state.isInCustody ? state : { ...takenIn(state, on), heldAt: at };
  return { ...termFrom(inside, on), measure: 'arrested', measureOn: on };
}

/** What leaves a person free also sets aside an arrest that was decided and not executed. */
export const free = ({ arrestDecidedOn: _, ...state }: Suspect, measure: Measure, on: CivilDate): Suspect => ({
  ...state,
  measure,
  measureOn: on,
  freedOn: on,
  isInCustody: false,
  spells: state.spells.map(({ from, to = on }) => ({ from, to })),
});

/** A change of the measure, or an end to it, is not before the last one. */
export function since<D>(state: Suspect, context: Context, events: readonly D[]): readonly D[] {
  notBefore(state.detainedOn, context, 'suspect/before-detention');
  notBefore(state.measureOn, context, 'suspect/before-measure');
  return events;
}

export function inCustody({ isInCustody }: Suspect): void {
  refuseIf(!isInCustody, 'suspect/not-in-custody', 'The suspect is not in custody.');
}

export function onThatDay(at: string, context: Context): void {
  refuseIf(civilDateAt(new Date(at)) !== context.occurredOn, 'suspect/another-day', `${at} is not on ${context.occurredOn} in Asia/Shanghai.`);
}

export function inCustodyTerm({ custodyUntil: until }: Suspect, context: Context, code: string, then: string): void {
  refuseIf(until !== undefined && context.occurredOn > until, code, `The custody ran out on ${until}: ${then}.`);
}

export function nextRung(rung: Rung, state: Suspect, context: Context): void {
  refuseIf(
    rung !== state.rung + 1,
    'suspect/rung-out-of-order',
    `Custody is extended by one, two and two months, in this order (CPL 156, 158, 159): ${state.rung} of 3 are granted.`,
  );
  inCustodyTerm(state, context, 'suspect/extension-after-expiry', 'an extension after that is not accepted (SPP19 309)');
}

/** What is done at a time in custody is done on that day, and not before the custody began. */
export function duty<D>({ heldAt }: Suspect, at: string | undefined, context: Context, events: readonly D[]): readonly D[] {
  if (at !== undefined) onThatDay(at, context);
  refuseIf(
    heldAt !== undefined && at !== undefined && Date.parse(at) < Date.parse(heldAt),
    'suspect/before-detention',
    `${at} is before the custody that began at ${heldAt}.`,
  );
  return events;
}
