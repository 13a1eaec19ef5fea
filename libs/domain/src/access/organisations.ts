import { CITY_LEVEL, type District, districtCodes, districts } from '../kernel/districts.ts';
import type { Actor, Role } from '../kernel/envelope.ts';

/** The organs of the city by the first part of their id: what they are called, and who acts for them. */
const types = {
  psb: { type: 'PUBLIC_SECURITY', zh: '公安局', en: 'public security', roles: ['POLICE_INVESTIGATOR', 'POLICE_LEADER'] },
  pp: { type: 'PROCURATORATE', zh: '人民检察院', en: 'procuratorate', roles: ['PROCURATOR', 'CHIEF_PROCURATOR'] },
  court: { type: 'COURT', zh: '人民法院', en: 'court', roles: ['JUDGE', 'COURT_CLERK'] },
  ccdi: { type: 'SUPERVISION', zh: '纪委监委', en: 'discipline and supervision', roles: ['DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'] },
  jus: { type: 'JUSTICE_BUREAU', zh: '司法局', en: 'justice bureau', roles: ['DEPARTMENT_OFFICER', 'INDICATOR_REPORTER'] },
  pet: { type: 'PETITION_BUREAU', zh: '信访局', en: 'petition bureau', roles: ['DEPARTMENT_OFFICER', 'INDICATOR_REPORTER'] },
  plc: { type: 'POLITICAL_LEGAL_COMMISSION', zh: '政法委', en: 'political-legal commission', roles: ['SUPERVISOR'] },
  dept: { type: 'INDUSTRY_DEPARTMENT', zh: '行业主管部门', en: 'industry departments', roles: ['DEPARTMENT_OFFICER'] },
  stat: { type: 'STATISTICS', zh: '统计站', en: 'reporting desk', roles: ['INDICATOR_REPORTER'] },
  office: {
    type: 'RECORDS_OFFICE',
    zh: '数据与审计办公室',
    en: 'records and audit office',
    roles: ['STATISTICIAN', 'PUBLISHER', 'AUDITOR', 'DATA_PROTECTION_OFFICER'],
  },
  dh: { type: 'DETENTION_HOUSE', zh: '看守所', en: 'detention house', roles: [] },
} as const satisfies Record<string, { type: string; zh: string; en: string; roles: readonly Role[] }>;

type Prefix = keyof typeof types;
export type OrganisationType = (typeof types)[Prefix]['type'];
/** An organ: what it is, where, and which organ of its line stands above it. Those of the province are not here: they approve, and record nothing. */
export type Organisation = {
  readonly id: string;
  readonly type: OrganisationType;
  readonly level: 'CITY' | 'DISTRICT';
  readonly district: District;
  readonly name: { readonly zh: string; readonly en: string };
  /** The organ of the same line above it: 分局 → 市局. */
  readonly lineParent?: string;
  /** Who may act for it. */
  readonly roles: readonly Role[];
};

const departments = {
  construction: '住房和城乡建设',
  transport: '交通运输',
  resources: '自然资源和规划',
  market: '市场监督管理',
  finance: '地方金融监督管理',
  culture: '文化',
  ocean: '海洋发展',
  housing: '物业管理',
  post: '邮政管理',
  commerce: '商务',
  tourism: '旅游',
  agriculture: '农业农村',
};

function organ(prefix: Prefix, district: District, extra: { readonly id?: string; readonly zh?: string; readonly en?: string } = {}): Organisation {
  const { type, zh, en, roles } = types[prefix];
  const place = districts[district];
  const city = `${prefix}-${CITY_LEVEL}`;
  const id = extra.id ?? `${prefix}-${district}`;
  return {
    id,
    type,
    level: district === CITY_LEVEL ? 'CITY' : 'DISTRICT',
    district,
    name: { zh: `${place.zh}${extra.zh ?? zh}`, en: `${place.en} ${extra.en ?? en}` },
    ...(id !== city && prefix !== 'dh' && { lineParent: city }),
    roles,
  };
}

const ofEachDistrict: readonly Prefix[] = ['psb', 'pp', 'court', 'ccdi', 'jus', 'pet', 'plc', 'dept', 'stat', 'office'];

/**
 * The register of organisations (domain: seven organs of the city and of each district, two police branches of development zones, a detention house, the
 * industry departments; beside them the desks that report and those that count, publish and audit).
 */
export const organisations: ReadonlyMap<string, Organisation> = new Map(
  [
    ...ofEachDistrict.flatMap((prefix) => districtCodes.map((district) => organ(prefix, district))),
    organ('psb', '370211', { id: 'psb-370211-2', zh: '公安局开发区分局', en: 'development zone public security' }),
    organ('psb', '370214', { id: 'psb-370214-2', zh: '公安局高新区分局', en: 'high-tech zone public security' }),
    organ('dh', CITY_LEVEL),
    ...Object.entries(departments).map(([department, zh]) =>
      organ('dept', CITY_LEVEL, { id: `dept-${department}-${CITY_LEVEL}`, zh: `${zh}局`, en: `${department} department` }),
    ),
  ].map((one) => [one.id, one]),
);

const below = new Map<string, readonly string[]>(
  [...organisations.keys()].map((id) => [id, [...organisations.values()].filter(({ lineParent }) => lineParent === id).map((one) => one.id)]),
);

/** The organ of a line in a district, or at the city level. */
export const organOf = (type: OrganisationType, district: District): Organisation | undefined =>
  [...organisations.values()].find((one) => one.type === type && one.district === district);

/** The lines of organs that somebody in this role may act for. */
export const typesOf = (role: Role): readonly OrganisationType[] =>
  Object.values(types).flatMap((one) => ((one.roles as readonly Role[]).includes(role) ? [one.type] : []));

/** Whether somebody may hold such an office: for an organ of the register, in a role that it has, in its own district. */
export function isOffice({ role, org, district }: Pick<Actor, 'role' | 'org' | 'district'>): boolean {
  const organisation = organisations.get(org);
  return organisation !== undefined && organisation.district === district && organisation.roles.includes(role);
}

/** An organ and those below it on its line. An organ that is not in the register stands for itself. */
export const lineOf = (org: string): readonly string[] => [org, ...(below.get(org) ?? []).flatMap(lineOf)];
