import type { Asset } from '../asset/asset.ts';
import type { InTwoLanguages } from '../figures/figure.ts';
import { type CivilDate, addDays, addMonths } from '../kernel/civil-date.ts';
import type { Suspect } from '../suspect/suspect.ts';

/** The statutory time limits that run on a suspect or an asset, by their number in the list of clocks, each with what runs out and the article that says so. */
export const clocks = {
  C04: { name: { zh: '提请批准逮捕', en: 'request the approval of the arrest' }, basis: { zh: '刑事诉讼法第91条', en: 'CPL 91' } },
  C05: { name: { zh: '审查决定逮捕', en: 'decide on the arrest' }, basis: { zh: '刑事诉讼法第91条第3款', en: 'CPL 91(3)' } },
  C09: { name: { zh: '侦查羁押', en: 'custody for the investigation' }, basis: { zh: '刑事诉讼法第156、158、159条', en: 'CPL 156, 158, 159' } },
  C25: { name: { zh: '取保候审', en: 'bail' }, basis: { zh: '刑事诉讼法第79条', en: 'CPL 79' } },
  C26: { name: { zh: '监视居住', en: 'residential surveillance' }, basis: { zh: '刑事诉讼法第79条', en: 'CPL 79' } },
  C29: { name: { zh: '冻结', en: 'freeze' }, basis: { zh: '公安机关办理刑事案件程序规定第243条', en: 'MPS 243' } },
  C30: { name: { zh: '冻结证券、股权', en: 'freeze of securities or equity' }, basis: { zh: '公安机关办理刑事案件程序规定第244、245条', en: 'MPS 244, 245' } },
  C31: { name: { zh: '查封', en: 'seal' }, basis: { zh: '公通字〔2013〕30号', en: 'Gongtongzi [2013] 30' } },
  C34: { name: { zh: '紧急止付', en: 'emergency stop of payment' }, basis: { zh: '反有组织犯罪法第27条', en: 'AOCL 27' } },
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
