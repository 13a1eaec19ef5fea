import { type Actor, type District, type Role, CITY_LEVEL, approverOf } from '@casetrail/domain';

/** The small cast of the scenarios: for each role, two persons in each district. The second one approves what the first one asks for. */

export const HOME: District = '370202';
export const NEIGHBOUR: District = '370203';

const person = (role: Role, organ: string, district: District, n: 1 | 2): Actor => ({
  user: `scenario-${role.toLowerCase().replaceAll('_', '-')}-${district}-${n}`,
  role,
  org: `${organ}-${district}`,
  district,
});
const cast =
  (role: Role, organ: string) =>
  (district: District = HOME, n: 1 | 2 = 1): Actor =>
    person(role, organ, district, n);

export const investigator = cast('POLICE_INVESTIGATOR', 'psb');
export const leader = cast('POLICE_LEADER', 'psb');
export const procurator = cast('PROCURATOR', 'pp');
export const chiefProcurator = cast('CHIEF_PROCURATOR', 'pp');
export const judge = cast('JUDGE', 'court');
export const clerk = cast('COURT_CLERK', 'court');
export const inspector = cast('DISCIPLINE_INSPECTOR', 'ccdi');
export const disciplineLeader = cast('DISCIPLINE_LEADER', 'ccdi');
export const officer = cast('DEPARTMENT_OFFICER', 'dept');
export const supervisor = cast('SUPERVISOR', 'plc');
/** The product itself, when a term has run out. */
export const timer: Actor = person('SYSTEM', 'casetrail', CITY_LEVEL, 1);

/** Who approves what somebody asks for: in the same organ, and another person. */
export const secondFor = ({ role, org, district }: Actor): Actor => person(approverOf[role] ?? role, org.slice(0, org.lastIndexOf('-')), district, 2);
