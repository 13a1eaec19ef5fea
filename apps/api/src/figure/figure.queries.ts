import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import {
  type CivilDate,
  type DisclosedValues,
  type District,
  type FigureId,
  type Month,
  type MonthlyRate,
  type Reach,
  RULE_SET,
  type RuleSet,
  type StepName,
  figures as declared,
  figureOf,
  intervalOf,
  isPersonFigure,
  isPrinted,
  lastDayOf,
  monthOf,
  monthsBetween,
  printFigure,
  ruledBy,
} from '@casetrail/domain';
import type { CountedUnit, KnownAt, SealedUnit, SteppedUnit } from '@casetrail/readmodel';
import { invalid } from '../http/validation.ts';
import { isFactShown } from '../view/sight.ts';
import { FigureReader } from './figure-reader.ts';

export type Asked = {
  readonly asOf: CivilDate;
  readonly knownAt: KnownAt | undefined;
  readonly district?: District | undefined;
  readonly ruleSet?: RuleSet | undefined;
};
type Page = { readonly after?: string | undefined; readonly limit?: number | undefined };

export class AllFigures extends Query<Answer<'Figures'>> {
  constructor(
    readonly asked: Asked,
    readonly reach: Reach,
  ) {
    super();
  }
}
export class OneFigure extends Query<Answer<'Figure'>> {
  constructor(
    readonly id: FigureId,
    readonly asked: Asked,
    readonly reach: Reach,
  ) {
    super();
  }
}
export class FactsOfFigure extends Query<Answer<'Facts'>> {
  constructor(
    readonly id: FigureId,
    readonly asked: Asked,
    readonly page: Page,
    readonly reach: Reach,
    readonly step?: StepName | undefined,
  ) {
    super();
  }
}
export class WaterfallOfFigure extends Query<Answer<'Waterfall'>> {
  constructor(
    readonly id: FigureId,
    readonly asked: Asked,
    readonly reach: Reach,
  ) {
    super();
  }
}

/** A figure with its value, printed in both languages, and what it stands for. */
export function described(id: FigureId, values: DisclosedValues, ruleSet: RuleSet = RULE_SET, months: readonly MonthlyRate[] = []): Answer<'FigureValue'> {
  const { name, unit, measureWord, owner, area, kind, fact, version, rule, scopeStart, companion, print } = figureOf(ruledBy(ruleSet, id));
  const value = values[id];
  const times = companion && values[companion];
  const interval = isPersonFigure(id) && ruledBy(ruleSet, id) === id ? intervalOf(id, values) : undefined;
  return {
    id,
    isPrinted: isPrinted(id),
    name,
    value,
    ...(value === null && { isSuppressed: true as const }),
    ...('of' in print && { of: values[print.of] as number }),
    printed: { zh: printFigure(id, values, 'zh', months), en: printFigure(id, values, 'en', months) },
    unit,
    measureWord,
    owner,
    area,
    kind,
    fact,
    version,
    rule,
    ...(scopeStart && { scopeStart }),
    ...(companion && typeof times === 'number' && { companion: { id: companion, value: times } }),
    ...(interval && { interval }),
  };
}

@QueryHandler(AllFigures)
class AllFiguresHandler extends FigureReader implements IQueryHandler<AllFigures> {
  async execute({ asked, reach }: AllFigures) {
    const { values, months, steps: _, ...where } = await this.counted(this.figuresFor(reach).paper(asked));
    return { ...(await this.standing(asked, where)), figures: declared.map(({ id }) => described(id, values, asked.ruleSet, months)) };
  }
}

/** The first month of the campaign: a series begins there. */
const FIRST_MONTH = '2018-01' as Month;

@QueryHandler(OneFigure)
class OneFigureHandler extends FigureReader implements IQueryHandler<OneFigure> {
  async execute({ id, asked, reach }: OneFigure) {
    const { asOf, district, ruleSet } = asked;
    const figures = this.figuresFor(reach);
    const { values, months, steps: _, ...where } = await this.counted(figures.paper(asked));
    const knownAt = { position: where.position };
    const { print } = figureOf(ruledBy(ruleSet ?? RULE_SET, id));
    const over = monthsBetween(FIRST_MONTH, monthOf(asOf));
    const days = over.map((month) => (lastDayOf(month) < asOf ? lastDayOf(month) : asOf));
    const series = async (figure: FigureId) => (await this.counted(figures.series(figure, { days, knownAt, district, ruleSet }))).values;
    const [own, of] = [await series(id), 'of' in print ? await series(print.of) : undefined];
    const inTime = of ? undefined : (await this.counted(figures.inTime(id, { asOf, district, ruleSet, knownAt, months: over }))).values;
    return {
      ...(await this.standing(asked, where)),
      figure: described(id, values, ruleSet, months),
      series: over.map((month, i) => ({
        month,
        value: own[i] as number | null,
        ...(of && { of: of[i] as number }),
        ...(inTime && { inTime: inTime[i] as number }),
      })),
      ...(print.as === 'monthly-rate' && { months }),
    };
  }
}

type Listed = CountedUnit | SteppedUnit | SealedUnit;
const eventsOf = (fact: CountedUnit | SteppedUnit) => ('cause' in fact ? [fact.cause.event] : fact.events);
const written = (fact: Listed): Answer<'Facts'>['facts'][number] =>
  'cause' in fact ? { ...fact, cause: { ...fact.cause, recordedAt: fact.cause.recordedAt.toISOString() } } : (fact as CountedUnit);

@QueryHandler(FactsOfFigure)
class FactsOfFigureHandler extends FigureReader implements IQueryHandler<FactsOfFigure> {
  async execute({ id, asked, page, reach, step }: FactsOfFigure) {
    const figures = this.figuresFor(reach);
    const about = { ...asked, ...page };
    const reading = (step === undefined ? figures.facts(id, about) : figures.stepUnits(id, step, about)).catch((error: unknown) => {
      throw error instanceof RangeError ? invalid([{ path: 'after', code: 'invalid-format', message: 'is no place in this list' }], 'query') : error;
    });
    const { facts, next, isSuppressed, ...where } = await this.counted<Awaited<typeof reading>>(reading);
    const listed: readonly Listed[] = facts;
    return {
      ...(await this.standing(asked, where)),
      figure: id,
      facts: listed.filter((fact) => 'isSealed' in fact || isFactShown({ unit: fact.unit, events: eventsOf(fact) }, reach)).map(written),
      ...(isSuppressed && { isSuppressed }),
      ...(next && { next }),
    };
  }
}

@QueryHandler(WaterfallOfFigure)
class WaterfallOfFigureHandler extends FigureReader implements IQueryHandler<WaterfallOfFigure> {
  async execute({ id, asked, reach }: WaterfallOfFigure) {
    const { figure: _, gross, lines, value, isSuppressed, ...where } = await this.counted(this.figuresFor(reach).waterfall(id, asked));
    return { ...(await this.standing(asked, where)), figure: id, gross, lines: [...lines], value, ...(isSuppressed && { isSuppressed }) };
  }
}

export const figureQueries = [AllFiguresHandler, OneFigureHandler, FactsOfFigureHandler, WaterfallOfFigureHandler];
