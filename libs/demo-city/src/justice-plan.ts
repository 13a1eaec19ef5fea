import type { Quarter } from './plan.ts';

/**
 * The chain of justice that the synthetic city is to have, from the arrest to the appeal: made up, but for the totals on 2020-04-08 and the 21
 * dockets with 94 defendants of 2018.
 */

/** Published-rule values at the end of each quarter, cumulative. */
export const justice: Readonly<Record<Quarter, Readonly<Record<'F06' | 'F07' | 'F08' | 'F09' | 'F10' | 'F11' | 'F12', number>>>> = {
  '18Q1': { F06: 2, F07: 4, F08: 2, F09: 4, F10: 2, F11: 0, F12: 0 },
  '18Q2': { F06: 8, F07: 18, F08: 5, F09: 22, F10: 5, F11: 1, F12: 3 },
  '18Q3': { F06: 21, F07: 51, F08: 13, F09: 61, F10: 13, F11: 6, F12: 35 },
  '18Q4': { F06: 44, F07: 106, F08: 28, F09: 126, F10: 30, F11: 21, F12: 94 },
  '19Q1': { F06: 62, F07: 150, F08: 40, F09: 178, F10: 45, F11: 30, F12: 121 },
  '19Q2': { F06: 81, F07: 195, F08: 52, F09: 229, F10: 59, F11: 42, F12: 158 },
  '19Q3': { F06: 104, F07: 250, F08: 67, F09: 294, F10: 77, F11: 53, F12: 199 },
  '19Q4': { F06: 134, F07: 323, F08: 87, F09: 381, F10: 100, F11: 66, F12: 245 },
  '20Q1': { F06: 149, F07: 361, F08: 98, F09: 427, F10: 115, F11: 78, F12: 282 },
  '04-08': { F06: 152, F07: 367, F08: 100, F09: 433, F10: 117, F11: 80, F12: 288 },
};

/** First instances by the quarter of the indictment and of the judgment, each with its number of defendants; without a judgment, it is pending on 2020-04-08. */
export const trials: readonly { readonly indicted: Quarter; readonly concluded?: Quarter; readonly defendants: readonly number[] }[] = [
  { indicted: '18Q1', concluded: '18Q2', defendants: [3] },
  { indicted: '18Q1', concluded: '18Q4', defendants: [1] },
  { indicted: '18Q2', concluded: '18Q3', defendants: [7, 6, 5] },
  { indicted: '18Q3', concluded: '18Q3', defendants: [8, 6] },
  { indicted: '18Q3', concluded: '18Q4', defendants: [6, 5, 4, 4, 3, 3] },
  { indicted: '18Q4', concluded: '18Q4', defendants: [8, 6, 5, 4, 4, 3, 3] },
  { indicted: '18Q4', concluded: '19Q1', defendants: [5, 5, 4, 4, 3, 3, 3] },
  { indicted: '18Q4', concluded: '19Q2', defendants: [5] },
  { indicted: '19Q1', concluded: '19Q2', defendants: [8, 5, 4, 4, 3, 3, 3, 2] },
  { indicted: '19Q1', concluded: '19Q3', defendants: [7, 5, 5, 3] },
  { indicted: '19Q2', concluded: '19Q3', defendants: [6, 5, 4, 3, 3] },
  { indicted: '19Q2', concluded: '19Q4', defendants: [8, 5, 5, 4, 3, 3, 2] },
  { indicted: '19Q3', concluded: '19Q4', defendants: [7, 5, 4] },
  { indicted: '19Q3', concluded: '20Q1', defendants: [6, 6, 5, 4, 4, 4, 3, 3, 2] },
  { indicted: '19Q3', concluded: '04-08', defendants: [4, 2] },
  { indicted: '19Q3', defendants: [6] },
  { indicted: '19Q4', defendants: [9, 8, 6, 6, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 1] },
  { indicted: '20Q1', defendants: [8, 7, 6, 5, 4, 4, 3, 3, 2, 2, 2] },
  { indicted: '04-08', defendants: [4, 2] },
];

/**
 * Indictments beyond the published ones. Those that leave from a date on ("−") enter and leave within one quarter. A merged one leaves F08 and
 * F10, and its defendants stay.
 */
export type ChargeLeaves = 'WITHDRAWN' | 'ORDINARY' | 'MERGED';
export const passingTrials: readonly { readonly leaves: ChargeLeaves; readonly quarter: Quarter; readonly defendants: number }[] = [
  { leaves: 'WITHDRAWN', quarter: '19Q1', defendants: 4 },
  { leaves: 'WITHDRAWN', quarter: '19Q3', defendants: 3 },
  { leaves: 'ORDINARY', quarter: '19Q2', defendants: 6 },
  { leaves: 'MERGED', quarter: '19Q4', defendants: 3 },
];
/** Defendants recorded on an indictment that does not name them, by its quarter; voided at once ("−*"). */
export const mistakenDefendants: readonly { readonly quarter: Quarter; readonly defendants: number }[] = [
  { quarter: '18Q4', defendants: 2 },
  { quarter: '19Q4', defendants: 2 },
];

/** Appeals, by the first instance that they follow: its quarter, and how many were tried there. */
export type AppealOutcome = 'AFFIRMED' | 'VARIED' | 'REMANDED';
export const appeals: readonly {
  readonly from: Quarter;
  readonly defendants: number;
  readonly accepted: Quarter;
  readonly concluded?: Quarter;
  readonly outcome: AppealOutcome;
  /** The procuratorate protests against an acquittal. */
  readonly isProtest?: true;
  /** Its docket was recorded twice. */
  readonly isDoubled?: true;
}[] = [
  { from: '18Q3', defendants: 6, accepted: '18Q4', concluded: '18Q4', outcome: 'AFFIRMED' },
  { from: '18Q4', defendants: 4, accepted: '18Q4', concluded: '19Q1', outcome: 'AFFIRMED' },
  { from: '18Q4', defendants: 4, accepted: '19Q1', concluded: '19Q1', outcome: 'AFFIRMED' },
  { from: '18Q4', defendants: 3, accepted: '19Q1', concluded: '19Q2', outcome: 'VARIED', isProtest: true },
  { from: '19Q1', defendants: 5, accepted: '19Q1', concluded: '19Q2', outcome: 'AFFIRMED' },
  { from: '19Q1', defendants: 4, accepted: '19Q2', concluded: '19Q2', outcome: 'AFFIRMED' },
  { from: '19Q2', defendants: 4, accepted: '19Q2', concluded: '19Q3', outcome: 'AFFIRMED' },
  { from: '19Q2', defendants: 3, accepted: '19Q3', concluded: '19Q3', outcome: 'VARIED' },
  { from: '19Q2', defendants: 3, accepted: '19Q3', concluded: '19Q4', outcome: 'AFFIRMED', isDoubled: true },
  { from: '19Q3', defendants: 3, accepted: '19Q3', concluded: '19Q4', outcome: 'AFFIRMED' },
  { from: '19Q3', defendants: 5, accepted: '19Q4', concluded: '19Q4', outcome: 'AFFIRMED' },
  { from: '19Q3', defendants: 4, accepted: '19Q4', concluded: '20Q1', outcome: 'REMANDED' },
  { from: '19Q4', defendants: 4, accepted: '19Q4', concluded: '20Q1', outcome: 'AFFIRMED' },
  { from: '19Q4', defendants: 3, accepted: '20Q1', concluded: '20Q1', outcome: 'VARIED' },
  { from: '20Q1', defendants: 4, accepted: '20Q1', outcome: 'AFFIRMED' },
  { from: '20Q1', defendants: 3, accepted: '20Q1', outcome: 'AFFIRMED' },
];
/** The quarter of a first instance with an acquittal that nobody protests against. */
export const acquittal: Quarter = '19Q3';

/** Arrest files beyond the published ones, by how many arrests were approved in each. The voided one ("−*") was recorded with the wrong finding. */
export type ArrestLeaves = 'VOIDED' | 'REVOKED' | 'ORDINARY';
export const passingArrests: readonly { readonly leaves: ArrestLeaves; readonly quarter: Quarter; readonly approved: number }[] = [
  { leaves: 'VOIDED', quarter: '18Q4', approved: 4 },
  { leaves: 'REVOKED', quarter: '19Q1', approved: 3 },
  { leaves: 'REVOKED', quarter: '19Q3', approved: 2 },
  { leaves: 'ORDINARY', quarter: '19Q2', approved: 3 },
];

/** Days from one step to the next, least and most. */
export const lags = {
  /** From an arrest to the transfer for prosecution. */
  arrestToTransfer: [36, 150],
  review: [30, 44],
  fastReview: [10, 14],
  /** A review that is returned: until the return, for the supplement (CPL 175), and after it. */
  returned: [24, 29],
  supplement: [20, 28],
  resumed: [18, 34],
  /** CPL 208, SPC21 219: the court decides on acceptance within seven days. */
  docketing: [2, 7],
  trial: [45, 170],
  appeal: [40, 110],
} as const satisfies Record<string, readonly [number, number]>;
/** Returned reviews, and files in which somebody is not prosecuted. */
export const justiceShares = { returned: 0.25, notProsecuted: 0.2, reconsidered: 0.06, endsInFirstTerm: 0.65 };
/** Reviews are fast until then: the first indictments were to come early. */
export const FAST_UNTIL: Quarter = '18Q3';
