import type { Actor } from '../kernel/envelope.ts';
import { lineOf } from './organisations.ts';
import { heads } from './policy.ts';

/** Who works on a person, as the records in somebody's reach tell it that the person is in. */
export type Dealings = {
  /** Organs that have acted on these records, or were put in charge of them. */
  readonly orgs: ReadonlySet<string>;
  /** Who has acted on them, or investigates. */
  readonly users: ReadonlySet<string>;
  /** Access to one of them was granted to whoever asks, or taken in an emergency. */
  readonly isOpened: boolean;
};

/**
 * Whether somebody who reaches a person may be shown the personal data, too: their own organ, or one below it, works on the person, and they lead it or work on
 * that very person themselves. Which roles may ask at all, says the table of actions.
 */
export function mayReveal({ role, org, user }: Actor, { orgs, users, isOpened }: Dealings): boolean {
  if (isOpened) return true;
  if (!lineOf(org).some((one) => orgs.has(one))) return false;
  return heads.includes(role) || users.has(user);
}
