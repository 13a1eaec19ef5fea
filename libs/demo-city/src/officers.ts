import { type Actor, type District, type Role, CITY_LEVEL } from '@casetrail/domain';

/** Who handles a matter: one of the pairs of an organ (`psb-370202`, `pp-370202`, …), and how slow its paperwork is, in days. */
export type Team = { readonly org: string; readonly district: District; readonly pair: 1 | 2; readonly lag: number };

/** The organs by the prefix of their code: who acts for them in ordinary matters, and who leads. */
const staff: Readonly<Record<string, readonly [junior: Role, juniorUser: string, senior: Role, seniorUser: string]>> = {
  psb: ['POLICE_INVESTIGATOR', 'inv', 'POLICE_LEADER', 'lead'],
  pp: ['PROCURATOR', 'proc', 'CHIEF_PROCURATOR', 'chief'],
  court: ['COURT_CLERK', 'clerk', 'JUDGE', 'judge'],
  ccdi: ['DISCIPLINE_INSPECTOR', 'insp', 'DISCIPLINE_LEADER', 'dlead'],
  dept: ['DEPARTMENT_OFFICER', 'dept', 'DEPARTMENT_OFFICER', 'dept'],
  stat: ['INDICATOR_REPORTER', 'rep', 'INDICATOR_REPORTER', 'rep'],
  plc: ['SUPERVISOR', 'sup', 'SUPERVISOR', 'sup'],
};

/** The product itself. */
export const system: Actor = { user: 'casetrail', role: 'SYSTEM', org: 'casetrail', district: CITY_LEVEL };
/** The same organ at the city level. */
export const city = (team: Team): Team => ({ ...team, org: `${prefixOf(team.org)}-${CITY_LEVEL}`, district: CITY_LEVEL });
export const otherOf = (pair: 1 | 2): 1 | 2 => (pair === 1 ? 2 : 1);
const prefixOf = (org: string): string => org.slice(0, org.indexOf('-'));

/** `inv-370202-1`: the first investigator of that organ. Whoever may issue the act in the lower role does. */
export function officer(by: readonly Role[], { org, district, pair }: Team, rank: 'any' | 'senior' = 'any'): Actor {
  const members = staff[prefixOf(org)];
  if (!members) throw new Error(`${org} is no organ of the city`);
  const [junior, juniorUser, senior, seniorUser] = members;
  const isJunior = rank === 'any' && by.includes(junior);
  return { user: `${isJunior ? juniorUser : seniorUser}-${org.slice(prefixOf(org).length + 1)}-${pair}`, role: isJunior ? junior : senior, org, district };
}
