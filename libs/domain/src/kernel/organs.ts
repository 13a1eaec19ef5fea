import type { Context } from './decider.ts';
import { CITY_LEVEL } from './districts.ts';
import type { Role } from './envelope.ts';

/** Who acts for the police. A county-level or higher head approves (leader); an investigator proposes. */
export const leaders: readonly Role[] = ['POLICE_LEADER'];
export const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
export const procurators: readonly Role[] = ['PROCURATOR', 'CHIEF_PROCURATOR'];
export const judges: readonly Role[] = ['JUDGE'];

/** Whether somebody in this role belongs to the organ of one of those others. */
export const isOfOneOrgan = (role: Role, others: readonly Role[]): boolean =>
  [police, procurators, judges].some((organ) => organ.includes(role) && organ.some((member) => others.includes(member)));

/** Whose approval a correction needs that someone in this role asked for: a leader of the same organ; in a court, another judge. */
export const approverOf: Partial<Record<Role, Role>> = {
  POLICE_INVESTIGATOR: 'POLICE_LEADER',
  POLICE_LEADER: 'POLICE_LEADER',
  PROCURATOR: 'CHIEF_PROCURATOR',
  CHIEF_PROCURATOR: 'CHIEF_PROCURATOR',
  JUDGE: 'JUDGE',
};

/** The level that stands behind an act: that of its approver, where it has one. */
export const levelOf = ({ actor, approval }: Context): 'CITY' | 'DISTRICT' => ((approval?.by ?? actor).district === CITY_LEVEL ? 'CITY' : 'DISTRICT');
