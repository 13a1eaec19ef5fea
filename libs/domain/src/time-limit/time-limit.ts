import type { Asset } from '../asset/asset.ts';
import type { CourtDocket } from '../court-docket/court-docket.ts';
import { isSupplementing, supplementEndsOn, trialEndsOn } from '../court-docket/term-of-trial.ts';
import type { InTwoLanguages } from '../figures/figure.ts';
import { type CivilDate, addDays, addMonths } from '../kernel/civil-date.ts';
import type { Prosecution } from '../prosecution/prosecution.ts';
import { reviewEndsOn } from '../prosecution/term-of-review.ts';
import type { RecommendationKind } from '../rectification/recommendation-messages.ts';
import type { Recommendation } from '../rectification/recommendation.ts';
import type { Suspect } from '../suspect/suspect.ts';

/** The statutory time limits that run on a suspect, an asset or a file, by their number in the list of clocks, each with what runs out and the article that says so. */
export const clocks = {
  C04: { name: { zh: '提请批准逮捕', en: 'request the approval of the arrest' }, basis: { zh: '刑事诉讼法第91条', en: 'CPL 91' } },
  C05: { name: { zh: '审查决定逮捕', en: 'decide on the arrest' }, basis: { zh: '刑事诉讼法第91条第3款', en: 'CPL 91(3)' } },
  C09: { name: { zh: '侦查羁押', en: 'custody for the investigation' }, basis: { zh: '刑事诉讼法第156、158、159条', en: 'CPL 156, 158, 159' } },
  C12: { name: { zh: '审查起诉', en: 'prosecution review' }, basis: { zh: '刑事诉讼法第172条', en: 'CPL 172' } },
  C13: { name: { zh: '补充侦查', en: 'supplementary investigation' }, basis: { zh: '刑事诉讼法第175条', en: 'CPL 175' } },
  C16: { name: { zh: '一审审理', en: 'trial at first instance' }, basis: { zh: '刑事诉讼法第208条', en: 'CPL 208' } },
  C18: { name: { zh: '延期审理补充侦查', en: 'adjournment for supplementary investigation' }, basis: { zh: '刑事诉讼法第204、205条', en: 'CPL 204, 205' } },
  C22: { name: { zh: '二审审理', en: 'trial at second instance' }, basis: { zh: '刑事诉讼法第243条', en: 'CPL 243' } },
  C23: { name: { zh: '发回重审', en: 'trial after a remand' }, basis: { zh: '刑事诉讼法第241条', en: 'CPL 241' } },
  C25: { name: { zh: '取保候审', en: 'bail' }, basis: { zh: '刑事诉讼法第79条', en: 'CPL 79' } },
  C26: { name: { zh: '监视居住', en: 'residential surveillance' }, basis: { zh: '刑事诉讼法第79条', en: 'CPL 79' } },
  C29: { name: { zh: '冻结', en: 'freeze' }, basis: { zh: '公安机关办理刑事案件程序规定第243条', en: 'MPS 243' } },
  C30: { name: { zh: '冻结证券、股权', en: 'freeze of securities or equity' }, basis: { zh: '公安机关办理刑事案件程序规定第244、245条', en: 'MPS 244, 245' } },
  C31: { name: { zh: '查封', en: 'seal' }, basis: { zh: '公通字〔2013〕30号', en: 'Gongtongzi [2013] 30' } },
  C34: { name: { zh: '紧急止付', en: 'emergency stop of payment' }, basis: { zh: '反有组织犯罪法第27条', en: 'AOCL 27' } },
  C40: {
    name: { zh: '答复检察建议', en: 'reply to a procuratorial recommendation' },
    basis: { zh: '人民检察院检察建议工作规定（2019年）第19条', en: 'Rules on Procuratorial Recommendations 2019, art. 19' },
  },
  C40b: {
    name: { zh: '答复司法建议', en: 'reply to a judicial recommendation' },
    basis: { zh: '建议书载明的期限；2023年11月16日起依最高人民法院规定第8条', en: 'the term that the document names; since 2023-11-16 SPC 2023, art. 8' },
  },
  C40c: {
    name: { zh: '答复监察建议、执法建议', en: 'reply to a supervisory or law-enforcement recommendation' },
    basis: { zh: '建议书载明的期限；监察法第62条，反有组织犯罪法第14条', en: 'the term that the document names; Supervision Law 62, AOCL 14' },
  },
  SEIZURE: { name: { zh: '扣押', en: 'seizure' }, basis: { zh: '扣押决定书载明的期限', en: 'the term that the decision names' } },
} as const satisfies Record<string, { readonly name: InTwoLanguages; readonly basis: InTwoLanguages }>;

export type Clock = keyof typeof clocks;
export const clockNames = Object.keys(clocks) as Clock[];
/** What runs, and the last day of it. */
export type TimeLimit = { readonly clock: Clock; readonly until: CivilDate };

const DAYS_TO_DECIDE = 7;
const MONTHS_OF_BAIL = 12;
const MONTHS_OF_SURVEILLANCE = 6;

const limit = (clock: Clock, until: CivilDate | undefined): TimeLimit | undefined => until && { clock, until };

/** What runs out next on a suspect. A term on liberty ends on its day, be it a holiday (CPL 105). The terms of files are not those of the person. */
export function timeLimitOfSuspect(suspect: Suspect): TimeLimit | undefined {
  const { procedure, measure, measureOn, detainedUntil, custodyUntil, custodyWith, arrestRequestedOn } = suspect;
  if (procedure !== 'suspect') return undefined;
  const requestedOn = arrestRequestedOn.at(-1);
  switch (measure) {
    case 'detained':
      return limit('C04', detainedUntil);
    case 'arrest_requested':
      return limit('C05', requestedOn && addDays(requestedOn, DAYS_TO_DECIDE));
    case 'arrested': // handed over with the file, the custody follows the terms of the procuratorate or the court
      return custodyWith === 'POLICE' ? limit('C09', custodyUntil) : undefined;
    case 'bail':
      return limit('C25', measureOn && addMonths(measureOn, MONTHS_OF_BAIL));
    case 'residential_surveillance':
      return limit('C26', measureOn && addMonths(measureOn, MONTHS_OF_SURVEILLANCE));
    default:
      return undefined;
  }
}

const ofMeasure = { payment_stopped: 'C34', sealed: 'C31', seized: 'SEIZURE', frozen: 'C29' } as const satisfies Partial<Record<Asset['measure'], Clock>>;
const isEnding = (measure: Asset['measure']): measure is keyof typeof ofMeasure => measure in ofMeasure;

/** When the measure on an asset runs out: it lapses unless it is renewed before. */
export function timeLimitOfAsset({ measure, kind, until }: Asset): TimeLimit | undefined {
  if (!isEnding(measure)) return undefined;
  const isSlow = measure === 'frozen' && (kind === 'SECURITIES' || kind === 'EQUITY');
  return limit(isSlow ? 'C30' : ofMeasure[measure], until);
}

/**
 * When a file of the procuratorate runs out: under review while somebody in it is undecided, or back with the police. Every return, and every way back, begins a
 * month, and 15 days more where that was extended. That the term is the short one of a fast-track case (CPL 172) no event tells: it is told without that. It ends on
 * its day: whether somebody is in custody the file does not tell, and where nobody is, a holiday only makes the day later (CPL 105). Who came with a file that was
 * merged into this one is not known here.
 */
export function timeLimitOfProsecution(file: Prosecution): TimeLimit | undefined {
  if (file.status === 'supplementing') return limit('C13', reviewEndsOn(file));
  const isReviewed = (file.status === 'reviewing' || file.status === 'indicted') && file.suspects.some(({ outcome }) => outcome === 'undecided');
  return isReviewed ? limit('C12', reviewEndsOn(file)) : undefined;
}

const untilConcluded: readonly CourtDocket['status'][] = ['accepted', 'on_trial', 'adjourned'];

/**
 * When a docket runs out: two months from acceptance or as many as the term was extended to, and as much later as the trial was suspended; none while it is. While
 * it is adjourned for a supplement, and that is said by code, the month of the supplement runs, and then the term anew; through any other adjournment the term goes
 * on. No event tells a summary trial (C17) or the month in which the procuratorate reads the file (CPL 235). A retrial runs from an order that another docket tells
 * (C24).
 */
export function timeLimitOfDocket(docket: CourtDocket): TimeLimit | undefined {
  if (!untilConcluded.includes(docket.status)) return undefined;
  if (isSupplementing(docket)) return limit('C18', supplementEndsOn(docket));
  const ofFirst = docket.parent === undefined ? 'C16' : 'C23';
  return limit(docket.instance === 'APPEAL' ? 'C22' : ofFirst, trialEndsOn(docket));
}

const ofKind = { PROCURATORIAL: 'C40', JUDICIAL: 'C40b', SUPERVISORY: 'C40c', ENFORCEMENT: 'C40c' } as const satisfies Record<RecommendationKind, Clock>;

/** When the reply to a recommendation is due, as the document says. An objection does not stop that; one that is upheld does, until the document is amended. */
export const timeLimitOfRecommendation = ({ status, kind, replyDue }: Recommendation): TimeLimit | undefined =>
  kind && (status === 'served' || status === 'objected') ? limit(ofKind[kind], replyDue) : undefined;
