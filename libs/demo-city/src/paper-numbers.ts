import { type Day, type District, CITY_LEVEL, dateOf, districts } from '@casetrail/domain';
import type { Chance } from './chance.ts';
import type { RecordBook, Team } from './record-book.ts';

/** What a teller needs: the book it is written in, the dice, and the numbers of the papers. */
export type Desk = { readonly book: RecordBook; readonly chance: Chance; readonly numbers: PaperNumbers };

const yearOf = (day: Day) => dateOf(day).slice(0, 4);

/** Document numbers: serial by kind and year. */
export class PaperNumbers {
  readonly #last = new Map<string, number>();

  serial(of: string): number {
    const serial = (this.#last.get(of) ?? 0) + 1;
    this.#last.set(of, serial);
    return serial;
  }

  /** A document of the police, like 青公(刑)拘字〔2019〕12号. */
  readonly police = (kind: string, day: Day): string => `青公(刑)${kind}字〔${yearOf(day)}〕${this.serial(`${kind}${yearOf(day)}`)}号`;

  /** A document of the procuratorates, like 青检一部刑诉〔2019〕1号. */
  procuratorate(kind: string, day: Day): string {
    return `青检一部${kind}〔${yearOf(day)}〕${this.serial(`pp${kind}${yearOf(day)}`)}号`;
  }

  /** A document of any other organ, like 青纪核〔2019〕1号. */
  paper(kind: string, day: Day): string {
    return `${kind}〔${yearOf(day)}〕${this.serial(`${kind}${yearOf(day)}`)}号`;
  }

  /** A docket of a court, like （2019）鲁0202刑初1号. */
  docket(kind: '刑初' | '刑终' | '行初' | '行终', { district }: Team, day: Day): string {
    const code = district === CITY_LEVEL ? '02' : district.slice(2);
    return `（${yearOf(day)}）鲁${code}${kind}${this.serial(`${code}${kind}${yearOf(day)}`)}号`;
  }
}

/** The organ of the same district that takes over from the police. */
export const counterpart = (team: Team, organ: 'pp' | 'court'): Team => ({ ...team, org: `${organ}-${team.district}` });
export const cityCourt = (team: Team): Team => ({ ...team, org: `court-${CITY_LEVEL}`, district: CITY_LEVEL });

/** The three county-level cities have courts of their own name. */
export function courtOf(district: District): string {
  if (district === CITY_LEVEL) return '青岛市中级人民法院';
  const { zh } = districts[district];
  return `${zh.endsWith('市') ? '' : '青岛市'}${zh}人民法院`;
}
