import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type CivilDate, type Month, type MonthlyRate, addDays, districtCodes, firstDayOf, isRising, lastDayOf, printPercent } from '@casetrail/domain';
import type { ByDistrict, KnownAt } from '@casetrail/readmodel';
import { FigureReader } from '../figure/figure-reader.ts';

/** How often officials came to court in a month: the bulletin of the justice bureau. */
export class AppearanceBulletin extends Query<Answer<'AppearanceBulletin'>> {
  constructor(
    readonly month: Month,
    readonly knownAt: KnownAt | undefined,
  ) {
    super();
  }
}
/** The same over a quarter, month by month. */
export class AppearanceReport extends Query<Answer<'AppearanceReport'>> {
  constructor(
    readonly quarter: string,
    readonly knownAt: KnownAt | undefined,
  ) {
    super();
  }
}

type Counts = { readonly hearings: number; readonly declared: number; readonly attended: number };
type Values = ByDistrict['city'];
const countsOf = (values: Values): Counts => ({ hearings: values['F42-of'], declared: values['F42-declared'], attended: values['F42'] });
const less = (a: Counts, b: Counts): Counts => ({ hearings: a.hearings - b.hearings, declared: a.declared - b.declared, attended: a.attended - b.attended });
const withRate = ({ hearings, declared, attended }: Counts) => ({
  hearings,
  declared,
  attended,
  rate: { zh: printPercent(attended, hearings, 'zh'), en: printPercent(attended, hearings, 'en') },
});

type Grown = { readonly city: Counts; readonly districts: readonly (Counts & { readonly district: (typeof districtCodes)[number] })[] };
const grown = (to: ByDistrict, from: ByDistrict): Grown => ({
  city: less(countsOf(to.city), countsOf(from.city)),
  districts: districtCodes
    .map((district) => ({ district, ...less(countsOf(to.districts[district]), countsOf(from.districts[district])) }))
    .filter(({ hearings }) => hearings > 0),
});

class AppearanceReader extends FigureReader {
  /** Everything counted at the end of some days, all as known at once. */
  protected async at(days: readonly CivilDate[], knownAt: KnownAt | undefined) {
    const found = [];
    let known = knownAt;
    for (const asOf of days) {
      const one = await this.counted(this.figures.byDistrict({ asOf, knownAt: known }));
      known = { position: one.position };
      found.push(one);
    }
    return found;
  }
}

@QueryHandler(AppearanceBulletin)
class AppearanceBulletinHandler extends AppearanceReader implements IQueryHandler<AppearanceBulletin> {
  async execute({ month, knownAt }: AppearanceBulletin) {
    const asOf = lastDayOf(month);
    const [before, after] = await this.at([addDays(firstDayOf(month), -1), asOf], knownAt);
    if (!before || !after) throw new Error('a month has two ends');
    const { city, districts } = grown(after, before);
    return {
      ...(await this.standing({ asOf }, after)),
      month,
      ...withRate(city),
      districts: districts.map(({ district, ...counts }) => ({ district, ...withRate(counts) })),
    };
  }
}

@QueryHandler(AppearanceReport)
class AppearanceReportHandler extends AppearanceReader implements IQueryHandler<AppearanceReport> {
  async execute({ quarter, knownAt }: AppearanceReport) {
    const [year, number] = [quarter.slice(0, 4), Number(quarter.at(-1))];
    const months = [3 * number - 2, 3 * number - 1, 3 * number].map((month) => `${year}-${String(month).padStart(2, '0')}` as Month);
    const ends = await this.at([addDays(firstDayOf(months[0] as Month), -1), ...months.map(lastDayOf)], knownAt);
    const [first, last] = [ends[0], ends.at(-1)];
    if (!first || !last) throw new Error('a quarter has two ends');
    const byMonth = months.map((month, i) => ({ month, ...grown(ends[i + 1] as ByDistrict, ends[i] as ByDistrict).city }));
    const { city, districts } = grown(last, first);
    const rates = byMonth.map(({ month, attended, hearings }): MonthlyRate => ({ month, numerator: attended, denominator: hearings }));
    return {
      ...(await this.standing({ asOf: lastDayOf(months.at(-1) as Month) }, last)),
      quarter,
      ...withRate(city),
      isRising: isRising(rates),
      months: byMonth.map(({ month, ...counts }) => ({ month, ...withRate(counts) })),
      districts: districts.map(({ district, ...counts }) => ({ district, ...withRate(counts) })),
    };
  }
}

export const appearanceQueries = [AppearanceBulletinHandler, AppearanceReportHandler];
