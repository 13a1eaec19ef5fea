import type { AssetCommand, RecommendationCommand, UmbrellaKind } from '@casetrail/domain';
import type { Quarter } from './plan.ts';

/**
 * The city's assets, its corruption leads and investigations, and what the departments put right: made up, but for the totals on 2020-04-08,
 * which are those of the white paper. Totals are cumulative and in the order of the quarters.
 */

/** Assets under measure, in millions of yuan, and how many ordinary ones make them up. */
export const assetTotals = [35, 106, 235, 387, 517, 657, 834, 1080, 1162, 1174];
export const assetCounts = [11, 33, 73, 119, 159, 202, 256, 331, 356, 360];

export type AssetKind = Extract<AssetCommand, { type: 'IdentifyAsset' }>['data']['kind'];
/** Shares of the ordinary assets, with what one of a kind is usually worth, in yuan. The big ones are scaled so that a quarter comes to its total. */
export const assetKindShares: readonly { readonly kind: AssetKind; readonly share: number; readonly yuan: number; readonly isBig: boolean }[] = [
  { kind: 'DEPOSIT', share: 26, yuan: 1_000_000, isBig: true },
  { kind: 'REAL_ESTATE', share: 20, yuan: 4_000_000, isBig: true },
  { kind: 'VEHICLE', share: 21, yuan: 220_000, isBig: false },
  { kind: 'CASH', share: 10, yuan: 120_000, isBig: false },
  { kind: 'EQUITY', share: 8, yuan: 4_500_000, isBig: true },
  { kind: 'GOODS', share: 7, yuan: 350_000, isBig: false },
  { kind: 'SECURITIES', share: 5, yuan: 2_500_000, isBig: true },
  { kind: 'OTHER', share: 3, yuan: 150_000, isBig: false },
];

/**
 * Assets beyond the ordinary ones, in ten thousand yuan. One recorded a second time, by the organ that froze it again: voided ("−*"). One found
 * unrelated ("−"), and one revalued, in the quarter it came in.
 */
export const doubleFreezes: readonly { readonly quarter: Quarter; readonly wan: number }[] = [
  { quarter: '18Q3', wan: 1200 },
  { quarter: '18Q4', wan: 900 },
  { quarter: '19Q2', wan: 1600 },
  { quarter: '19Q3', wan: 1500 },
  { quarter: '19Q4', wan: 1000 },
];
export const unrelatedAssets: readonly { readonly quarter: Quarter; readonly wan: number }[] = [
  { quarter: '18Q4', wan: 800 },
  { quarter: '19Q2', wan: 1300 },
  { quarter: '19Q4', wan: 1000 },
];
export const revaluedAssets: readonly { readonly quarter: Quarter; readonly kind: AssetKind; readonly wan: number; readonly toWan: number }[] = [
  { quarter: '18Q3', kind: 'REAL_ESTATE', wan: 3000, toWan: 2100 },
  { quarter: '19Q1', kind: 'EQUITY', wan: 2600, toWan: 1900 },
  { quarter: '19Q2', kind: 'REAL_ESTATE', wan: 3500, toWan: 2600 },
  { quarter: '19Q3', kind: 'SECURITIES', wan: 1500, toWan: 2300 },
  { quarter: '19Q4', kind: 'EQUITY', wan: 4200, toWan: 2900 },
  { quarter: '19Q4', kind: 'REAL_ESTATE', wan: 1100, toWan: 1700 },
];
/** Freezes that nobody renews; another organ waits for the first. */
export const lapses = { quarters: ['18Q4', '19Q2'] as readonly Quarter[] };
/** Of the ordinary assets: in cases that are charged later, in those of mafia-type organisations and of evil-force groups; and what becomes of some. */
export const assetShares = {
  charged: 0.3,
  mafia: 0.45,
  evilForce: 0.35,
  named: 0.5,
  returned: 0.07,
  claimed: 0.05,
  upheld: 0.3,
  sold: 0.4,
  queued: 0.08,
  reserved: 0.05,
  grave: 0.4,
};

/** Leads checked. Of the published ones, as many are open on the paper's date and lead to an investigation; the rest prove unfounded or are settled. */
export const leadTotals = [6, 26, 71, 120, 152, 187, 233, 291, 320, 323];
export const leadsOpen = 42;
export const leadsToInvestigation = 131;
export type LeadLeaves = 'MERGED' | 'OUT_OF_SCOPE' | 'REFERRED';
/** Leads beyond the published ones: their verification is opened, and they leave within the quarter. */
export const passingLeads: readonly { readonly leaves: LeadLeaves; readonly quarters: readonly Quarter[] }[] = [
  { leaves: 'MERGED', quarters: ['18Q2', '18Q3', '18Q3', '18Q4', '18Q4', '19Q1', '19Q2', '19Q3', '19Q3', '19Q4', '19Q4', '20Q1'] },
  { leaves: 'OUT_OF_SCOPE', quarters: ['18Q4', '19Q2', '19Q3', '19Q4'] },
  { leaves: 'REFERRED', quarters: ['19Q1', '19Q4'] },
];
/** Leads that are sorted out before anything is checked. */
export const screenedOut = 16;

/** Published investigations by the quarter of their filing, each with its number of new persons. */
export const inquiries: readonly { readonly quarter: Quarter; readonly persons: Readonly<Record<UmbrellaKind, readonly number[]>> }[] = [
  { quarter: '18Q1', persons: { SHELTERING: [], DERELICTION: [4], OTHER_CORRUPTION: [2, 1] } },
  { quarter: '18Q2', persons: { SHELTERING: [2], DERELICTION: [9, 5], OTHER_CORRUPTION: [2, 1, 1, 1] } },
  { quarter: '18Q3', persons: { SHELTERING: [3, 2, 2], DERELICTION: [12, 9, 8], OTHER_CORRUPTION: [2, 2, 1, 1, 1, 1, 1, 1, 1, 1] } },
  { quarter: '18Q4', persons: { SHELTERING: [4, 3, 2, 2], DERELICTION: [11, 9, 7], OTHER_CORRUPTION: [3, 2, 2, 1, 1, 1, 1, 1, 1, 1] } },
  { quarter: '19Q1', persons: { SHELTERING: [3, 2, 2], DERELICTION: [11, 8], OTHER_CORRUPTION: [2, 1, 1, 1, 1, 1, 1] } },
  { quarter: '19Q2', persons: { SHELTERING: [4, 2, 2], DERELICTION: [12, 8], OTHER_CORRUPTION: [2, 2, 1, 1, 1, 1, 1, 1] } },
  { quarter: '19Q3', persons: { SHELTERING: [3, 3, 2], DERELICTION: [10, 9, 8], OTHER_CORRUPTION: [3, 2, 2, 1, 1, 1, 1, 1, 1, 1] } },
  { quarter: '19Q4', persons: { SHELTERING: [3, 3, 2, 2], DERELICTION: [11, 9, 9, 7], OTHER_CORRUPTION: [2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] } },
  { quarter: '20Q1', persons: { SHELTERING: [3, 2, 2], DERELICTION: [10, 9], OTHER_CORRUPTION: [1, 1, 1, 1, 1, 1] } },
  { quarter: '04-08', persons: { SHELTERING: [], DERELICTION: [], OTHER_CORRUPTION: [3] } },
];
/** Filed as other corruption, and found to be sheltering in the same quarter: one published investigation of three persons each. */
export const foundSheltering: readonly Quarter[] = ['19Q1', '19Q3'];
/** Investigations of other corruption beyond the published ones. The persons of a merged one stay; a doubled one repeats another of as many persons. */
export type InquiryLeaves = 'WITHDRAWN' | 'MERGED' | 'VOIDED';
export const passingInquiries: readonly { readonly leaves: InquiryLeaves; readonly quarter: Quarter; readonly persons: number }[] = [
  { leaves: 'WITHDRAWN', quarter: '18Q4', persons: 3 },
  { leaves: 'MERGED', quarter: '19Q1', persons: 1 },
  { leaves: 'WITHDRAWN', quarter: '19Q2', persons: 1 },
  { leaves: 'VOIDED', quarter: '19Q3', persons: 3 },
];
/** Investigations of other corruption that are opened on a person who is investigated for sheltering or dereliction already. */
export const overlaps: readonly Quarter[] = ['19Q3', '19Q4'];
/** Persons who are retained, by the kind of their investigation; who come to no sanction; and investigations in which somebody asks for a review. */
export const inquiryShares = { retained: { SHELTERING: 0.5, DERELICTION: 0.02, OTHER_CORRUPTION: 0.12 }, noAction: 0.04, disputed: 0.15 } as const;
/** The share of leads and investigations that the city level handles itself. */
export const cityShare = 0.15;

/** Recommendations served, plans adopted, mechanisms issued, and problems struck off. */
export const recommendationTotals = [0, 1, 6, 14, 23, 34, 47, 62, 70, 71];
export const planTotals = [0, 0, 1, 3, 5, 7, 9, 11, 12, 12];
export const mechanismTotals = [0, 1, 4, 9, 15, 22, 31, 43, 50, 51];
export const problemTotals = [0, 1, 4, 10, 18, 28, 41, 58, 68, 69];

export type IssuedKind = Extract<RecommendationCommand, { type: 'DraftRecommendation' }>['data']['kind'];
export const recommendationKindCounts: readonly (readonly [IssuedKind, number])[] = [
  ['SUPERVISORY', 18],
  ['JUDICIAL', 12],
  ['PROCURATORIAL', 27],
  ['ENFORCEMENT', 14],
];
/** Documents beyond the published ones, each gone within its quarter: an enforcement recommendation recorded twice, a procuratorial one withdrawn on an objection. */
export const passingDocuments = { doubled: '19Q1', withdrawn: '19Q3', supersededPlan: '19Q2', repealedMechanism: '19Q3' } as const satisfies Record<
  string,
  Quarter
>;
/** Problems struck off and reopened within the quarter. The last one is struck off again after the paper's date. */
export const reopenedProblems: readonly Quarter[] = ['18Q4', '19Q4'];
/** Problems still being worked on. */
export const problemsOpen = 9;
/** Every so many recommendations, one is answered late: 9 of 100. */
export const lateReplyEvery = 11;

/** The industries, in the order in which their turn comes, with the department of each. */
export const departments: readonly { readonly industry: string; readonly department: string }[] = [
  { industry: '建筑工程', department: 'construction' },
  { industry: '交通运输', department: 'transport' },
  { industry: '砂石矿产', department: 'resources' },
  { industry: '批发市场', department: 'market' },
  { industry: '民间借贷', department: 'finance' },
  { industry: '餐饮娱乐', department: 'culture' },
  { industry: '渔业码头', department: 'ocean' },
  { industry: '物业管理', department: 'housing' },
  { industry: '物流配送', department: 'post' },
  { industry: '废品回收', department: 'commerce' },
  { industry: '旅游服务', department: 'tourism' },
  { industry: '农资粮食', department: 'agriculture' },
];
