import type { Actor, Role } from '@casetrail/domain';

/** Who works on a person: what the ledger says of the cases and files the person is in. */
export type Involved = {
  /** Organs that have recorded an act on the person, or on a record the person is in; and the leading agency of each of the cases. */
  readonly orgs: ReadonlySet<string>;
  /** Who has acted there, or investigates there. */
  readonly users: ReadonlySet<string>;
};

const leaders: readonly Role[] = ['POLICE_LEADER', 'CHIEF_PROCURATOR', 'JUDGE', 'DISCIPLINE_LEADER'];
const staff: readonly Role[] = ['POLICE_INVESTIGATOR', 'PROCURATOR', 'COURT_CLERK', 'DISCIPLINE_INSPECTOR'];

/** The roles that may ever be shown personal data. Auditors, statisticians, publishers and supervisors never are: what they do needs none. */
export const mayEverReveal: readonly Role[] = [...staff, ...leaders];

/**
 * Whether somebody may be shown the personal data of a person: their organ has to do with the person, and they lead it or work on that very person.
 * Returns the code of the refusal, or undefined.
 */
export function refusalToReveal({ role, org, user }: Actor, { orgs, users }: Involved): 'role/not-allowed' | 'personal-data/not-involved' | undefined {
  if (!mayEverReveal.includes(role)) return 'role/not-allowed';
  if (!orgs.has(org)) return 'personal-data/not-involved';
  return leaders.includes(role) || users.has(user) ? undefined : 'personal-data/not-involved';
}
