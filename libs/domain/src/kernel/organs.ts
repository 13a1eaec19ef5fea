import type { Context } from './decider.ts';
import { CITY_LEVEL } from './districts.ts';
import type { Role } from './envelope.ts';

/** Who acts for which organ (CPL 2018 art. 7: each organ issues its own acts only). A county-level or higher head approves (leader); an investigator proposes. */
export const leaders: readonly Role[] = ['POLICE_LEADER'];
export const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
export const procurators: readonly Role[] = ['PROCURATOR', 'CHIEF_PROCURATOR'];
export const chiefProcurators: readonly Role[] = ['CHIEF_PROCURATOR'];
export const clerks: readonly Role[] = ['COURT_CLERK'];
export const judges: readonly Role[] = ['JUDGE'];
export const court: readonly Role[] = [...clerks, ...judges];
export const disciplineLeaders: readonly Role[] = ['DISCIPLINE_LEADER'];
export const discipline: readonly Role[] = ['DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'];
export const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
export const reporters: readonly Role[] = ['INDICATOR_REPORTER'];
/** The campaign office of the political-legal commission. */
export const supervisors: readonly Role[] = ['SUPERVISOR'];
/** Who keeps the figures and who prints them: never one person. */
export const statisticians: readonly Role[] = ['STATISTICIAN'];
export const publishers: readonly Role[] = ['PUBLISHER'];
/** Who sees to it that personal data are kept no longer than they may be. */
export const dataProtection: readonly Role[] = ['DATA_PROTECTION_OFFICER'];

const organs: readonly (readonly Role[])[] = [
  ...[police, procurators, court, discipline, departments],
  ...[reporters, supervisors, statisticians, publishers, dataProtection],
];

/** Whether somebody in this role belongs to the organ of one of those others. */
export const isOfOneOrgan = (role: Role, others: readonly Role[]): boolean =>
  organs.some((organ) => organ.includes(role) && organ.some((member) => others.includes(member)));

/** Whose approval a correction needs that someone in this role asked for: a leader of the same organ; where it has no such role, a colleague. */
export const approverOf: Partial<Record<Role, Role>> = {
  POLICE_INVESTIGATOR: 'POLICE_LEADER',
  POLICE_LEADER: 'POLICE_LEADER',
  PROCURATOR: 'CHIEF_PROCURATOR',
  CHIEF_PROCURATOR: 'CHIEF_PROCURATOR',
  COURT_CLERK: 'JUDGE',
  JUDGE: 'JUDGE',
  DISCIPLINE_INSPECTOR: 'DISCIPLINE_LEADER',
  DISCIPLINE_LEADER: 'DISCIPLINE_LEADER',
  DEPARTMENT_OFFICER: 'DEPARTMENT_OFFICER',
  INDICATOR_REPORTER: 'INDICATOR_REPORTER',
  SUPERVISOR: 'SUPERVISOR',
  STATISTICIAN: 'STATISTICIAN',
  PUBLISHER: 'PUBLISHER',
  DATA_PROTECTION_OFFICER: 'DATA_PROTECTION_OFFICER',
};

/** The level that stands behind an act: that of its approver, where it has one. */
export const levelOf = ({ actor, approval }: Context): 'CITY' | 'DISTRICT' => ((approval?.by ?? actor).district === CITY_LEVEL ? 'CITY' : 'DISTRICT');
