import type { CivilDate, District, Tier } from '@casetrail/domain';

/**
 * What the synthetic city is to look like: the generator's own input. Nothing here is printed; what is printed is counted from the events.
 * Every figure is made up, but for the totals on 2020-04-08, which are those of the white paper.
 */
const date = (text: string) => text as CivilDate;

export const SEED = 20200408;
/** The national campaign starts: nothing is reported before. */
export const CAMPAIGN_START = date('2018-01-24');
/** After this day the city falls silent: an act that would lie beyond is left undone, and no term has run out by then. */
export const SILENCE = date('2020-06-30');

/** Published-rule values at the end of each quarter, cumulative; the last period is the eight days up to the paper's date. The first weeks of the campaign only prepare. */
export const quarters = [
  { id: '18Q1', from: date('2018-02-01'), to: date('2018-03-31'), F01: 0, F02: 1, F03: 13, F04: 46, F05: 87 },
  { id: '18Q2', from: date('2018-04-01'), to: date('2018-06-30'), F01: 1, F02: 4, F03: 39, F04: 139, F05: 262 },
  { id: '18Q3', from: date('2018-07-01'), to: date('2018-09-30'), F01: 3, F02: 10, F03: 86, F04: 308, F05: 581 },
  { id: '18Q4', from: date('2018-10-01'), to: date('2018-12-31'), F01: 5, F02: 16, F03: 141, F04: 509, F05: 959 },
  { id: '19Q1', from: date('2019-01-01'), to: date('2019-03-31'), F01: 7, F02: 21, F03: 188, F04: 678, F05: 1279 },
  { id: '19Q2', from: date('2019-04-01'), to: date('2019-06-30'), F01: 8, F02: 27, F03: 240, F04: 863, F05: 1628 },
  { id: '19Q3', from: date('2019-07-01'), to: date('2019-09-30'), F01: 11, F02: 34, F03: 304, F04: 1094, F05: 2064 },
  { id: '19Q4', from: date('2019-10-01'), to: date('2019-12-31'), F01: 14, F02: 44, F03: 394, F04: 1418, F05: 2674 },
  { id: '20Q1', from: date('2020-01-01'), to: date('2020-03-31'), F01: 15, F02: 48, F03: 424, F04: 1526, F05: 2878 },
  { id: '04-08', from: date('2020-04-01'), to: date('2020-04-08'), F01: 15, F02: 48, F03: 428, F04: 1541, F05: 2907 },
] as const;
export type Figure = 'F01' | 'F02' | 'F03' | 'F04' | 'F05';
export type Quarter = (typeof quarters)[number]['id'];

/** Days weigh alike inside a quarter, but for the month in which the city stood still. */
export const monthWeights: Readonly<Record<string, number>> = { '2020-02': 0.3 };

/** How big a group is, by the tier it ends in. The number of groups is the last column above; the sums are those of F04 and F05. */
export const groupSizes: readonly {
  readonly figure: 'F01' | 'F02' | 'F03';
  readonly tier: Tier;
  readonly groups: number;
  readonly cases: number;
  readonly persons: number;
}[] = [
  { figure: 'F01', tier: 'MAFIA_TYPE', groups: 15, cases: 20, persons: 33 },
  { figure: 'F02', tier: 'EVIL_FORCE_GROUP', groups: 48, cases: 8, persons: 14 },
  { figure: 'F03', tier: 'EVIL_RELATED_JOINT_CRIME', groups: 400, cases: 2, persons: 4 },
  { figure: 'F03', tier: 'EVIL_FORCE_GANG', groups: 27, cases: 2, persons: 5 },
  { figure: 'F03', tier: 'EVIL_FORCE_GANG', groups: 1, cases: 3, persons: 5 },
];

/** Shares of the ten districts. Every district has a mafia-type organisation. */
export const districtWeights: readonly (readonly [District, number])[] = [
  ['370202', 7],
  ['370203', 11],
  ['370211', 15],
  ['370212', 6],
  ['370213', 8],
  ['370214', 11],
  ['370215', 13],
  ['370281', 10],
  ['370283', 12],
  ['370285', 7],
];
/** The police organs; Huangdao has two. Each has two investigators and two leaders. */
export const organs: readonly { readonly org: string; readonly district: District }[] = [
  ...districtWeights.map(([district]) => ({ org: `psb-${district}`, district })),
  { org: 'psb-370211-2', district: '370211' },
  { org: 'psb-370200', district: '370200' },
];

/**
 * The way from the raw totals down to the published ones. Whatever leaves from a date on ("−") enters and leaves within one quarter, so that
 * the values above hold; what is voided ("−*") and whose identities are merged leaves at every date.
 */
export const groupReclassifications: readonly { readonly quarter: Quarter; readonly from: Tier; readonly to: Tier }[] = [
  { quarter: '19Q2', from: 'MAFIA_TYPE', to: 'EVIL_FORCE_GROUP' },
  { quarter: '18Q3', from: 'EVIL_FORCE_GANG', to: 'EVIL_FORCE_GROUP' },
  { quarter: '18Q4', from: 'EVIL_FORCE_GANG', to: 'EVIL_FORCE_GROUP' },
  { quarter: '19Q4', from: 'EVIL_FORCE_GANG', to: 'EVIL_FORCE_GROUP' },
  { quarter: '19Q1', from: 'EVIL_FORCE_GROUP', to: 'EVIL_FORCE_GANG' },
  { quarter: '19Q3', from: 'EVIL_FORCE_GROUP', to: 'EVIL_FORCE_GANG' },
];

/** Groups beyond the published ones, with cases of their own that go the same way. `detained`: taken from the survivor's members. */
export const passingGroups: readonly {
  readonly quarter: Quarter;
  readonly tier: Tier;
  readonly leaves: 'MERGED' | 'CITY_OUT' | 'VOIDED';
  readonly cases: number;
  readonly detained: number;
  readonly summoned: number;
}[] = [
  { quarter: '19Q3', tier: 'MAFIA_TYPE', leaves: 'MERGED', cases: 2, detained: 4, summoned: 2 },
  { quarter: '18Q4', tier: 'EVIL_RELATED_JOINT_CRIME', leaves: 'MERGED', cases: 1, detained: 1, summoned: 3 },
  { quarter: '19Q4', tier: 'EVIL_FORCE_GANG', leaves: 'MERGED', cases: 1, detained: 1, summoned: 3 },
  { quarter: '19Q2', tier: 'EVIL_RELATED_JOINT_CRIME', leaves: 'CITY_OUT', cases: 2, detained: 0, summoned: 4 },
  { quarter: '18Q2', tier: 'EVIL_FORCE_GANG', leaves: 'VOIDED', cases: 0, detained: 0, summoned: 3 },
];

/** Cases beyond the published ones and outside any group. Nobody was detained in them: who was would leave F05 with a case that is reclassified. */
export type CaseLeaves = 'WITHDRAWN' | 'CRACK_REVOKED' | 'ORDINARY' | 'MERGED' | 'CITY_OUT';
export const passingCases: readonly { readonly leaves: CaseLeaves; readonly quarters: readonly Quarter[] }[] = [
  { leaves: 'WITHDRAWN', quarters: ['18Q4', '19Q2', '19Q4'] },
  { leaves: 'CRACK_REVOKED', quarters: ['19Q1', '19Q3'] },
  { leaves: 'ORDINARY', quarters: ['18Q2', '18Q4', '19Q1', '19Q2', '19Q3', '20Q1'] },
  { leaves: 'MERGED', quarters: ['18Q3', '19Q1', '19Q3', '19Q4'] },
  { leaves: 'CITY_OUT', quarters: ['19Q1', '19Q4'] },
];

/** Detentions beyond the first one of each published person. */
export const passingDetentions: readonly { readonly leaves: 'VOIDED' | 'ANNULLED'; readonly quarters: readonly Quarter[] }[] = [
  { leaves: 'VOIDED', quarters: ['18Q2', '18Q4', '19Q1', '19Q2', '19Q3', '19Q4', '20Q1'] },
  { leaves: 'ANNULLED', quarters: ['18Q2', '18Q3', '18Q4', '19Q1', '19Q2', '19Q3', '19Q4', '19Q4', '20Q1'] },
];
/** Persons detained again in another case, after the earlier custody ended: 61 in all, five of them a third time; and six counted once more under a second identity. */
export const repeats = { elsewhere: 38, sameDistrict: 18, thirdCase: 5, secondIdentity: 6 };

/** Corrections that move nothing in the city's totals. */
export const neutral = { districtTransfers: 6, caseNumbers: 4, mistakenMerges: 1, unsureMatches: 3, clearedMatches: 1 };

/** Where custody leads. Shares of detentions, and of the arrests asked for outside the chain of justice; the rest are released. */
export const custodyShares = { extendedTo30: 0.44, extendedSpecially: 0.2, arrestRequested: 0.44, arrestRefused: 0.25, bail: 0.3, surveillance: 0.02 };
export const shares = { provisional: 0.04, confirmedLater: 0.4, furtherSuspect: 0.1, concluded: 0.55, transferred: 0.35, male: 0.93 };

/** Days between an act and its record: lognormal for a whole team's paperwork, and the acts that nothing else waits for come too late now and then. */
export const recording = { medianDays: 2, sigma: 1, mostDays: 14, lateShare: 0.04, lateDays: [31, 150] as const };
/** Detentions whose record came late, with all that follows from them. The first was told almost a year later. */
export const lateDetentions: readonly { readonly quarter: Quarter; readonly days: number }[] = [
  { quarter: '19Q2', days: 330 },
  ...(['18Q1', '18Q2', '18Q3', '18Q4', '19Q1', '19Q2', '19Q3', '19Q4'] as const).flatMap((quarter) => [
    { quarter, days: 36 },
    { quarter, days: 52 },
    { quarter, days: 97 },
  ]),
];

export const offences = ['寻衅滋事', '敲诈勒索', '强迫交易', '聚众斗殴', '非法拘禁', '故意毁坏财物', '开设赌场', '组织卖淫', '故意伤害'];
export const industries = [
  '建筑工程',
  '交通运输',
  '砂石矿产',
  '批发市场',
  '民间借贷',
  '餐饮娱乐',
  '渔业码头',
  '物业管理',
  '物流配送',
  '废品回收',
  '旅游服务',
  '农资粮食',
];
