import { type Actor, type District, type Role, CITY_LEVEL, roles } from '@casetrail/domain';

/** The organs of the demo city by role: somebody acts for one of them. */
const organs: Partial<Readonly<Record<Role, string>>> = {
  POLICE_INVESTIGATOR: 'psb',
  POLICE_LEADER: 'psb',
  PROCURATOR: 'pp',
  CHIEF_PROCURATOR: 'pp',
  COURT_CLERK: 'court',
  JUDGE: 'court',
  DISCIPLINE_INSPECTOR: 'ccdi',
  DISCIPLINE_LEADER: 'ccdi',
  DEPARTMENT_OFFICER: 'dept',
  INDICATOR_REPORTER: 'stat',
  SUPERVISOR: 'plc',
};

/** Somebody in this role for this district: `police-leader-370202` of `psb-370202`. */
export const demoPerson = (role: Role, district: District): Actor => ({
  user: `${role.toLowerCase().replaceAll('_', '-')}-${district}`,
  role,
  org: `${organs[role] ?? 'office'}-${district}`,
  district,
});

/** Who can be signed in as at the local issuer: every role that a person may have, in three districts and at the city level. */
export const demoPeople: readonly Actor[] = (['370202', '370203', '370281', CITY_LEVEL] as const).flatMap((district) =>
  roles.filter((role) => role !== 'SYSTEM').map((role) => demoPerson(role, district)),
);
