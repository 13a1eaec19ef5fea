import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import {
  type CivilDate,
  type District,
  type FigureId,
  RULE_SET,
  figures as declared,
  figureOf,
  printFigure,
  printedFigures,
  whitePaper,
} from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, type KnownAt, NotCountedYet, type Standing } from '@casetrail/readmodel';
import { Problem } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';

export type Asked = { readonly asOf: CivilDate; readonly knownAt: KnownAt | undefined; readonly district?: District | undefined };
type Page = { readonly after?: string | undefined; readonly limit?: number | undefined };
export type Language = 'zh' | 'en';

export class AllFigures extends Query<Answer<'Figures'>> {
  constructor(readonly asked: Asked) {
    super();
  }
}
export class OneFigure extends Query<Answer<'Figure'>> {
  constructor(
    readonly id: FigureId,
    readonly asked: Asked,
  ) {
    super();
  }
}
export class FactsOfFigure extends Query<Answer<'Facts'>> {
  constructor(
    readonly id: FigureId,
    readonly asked: Asked,
    readonly page: Page,
  ) {
    super();
  }
}
export class WaterfallOfFigure extends Query<Answer<'Waterfall'>> {
  constructor(
    readonly id: FigureId,
    readonly asked: Asked,
  ) {
    super();
  }
}
export class WhitePaper extends Query<Answer<'WhitePaper'>> {
  constructor(
    readonly asked: Asked,
    readonly language: Language,
  ) {
    super();
  }
}

/** Reads figures and says where the answer stands: on both axes of time, under which rules, and whether any of it ever happened. */
@Injectable()
class FigureReader {
  #kind: 'live' | 'demo' | undefined;

  constructor(
    protected readonly figures: Figures,
    private readonly ledger: Ledger,
  ) {}

  protected async standing({ asOf, district }: Asked, { position, recordedOn, checkpoint }: Standing) {
    const knownAt = { position, ...(recordedOn && { recordedOn }) };
    return { asOf, knownAt, countedTo: checkpoint, ruleSet: RULE_SET, synthetic: await this.#isSynthetic(), ...(district && { district }) };
  }

  /** The first event of a ledger fixes what it is. An empty one is nothing yet. */
  async #isSynthetic(): Promise<boolean> {
    const kind = this.#kind ?? (await this.ledger.kind());
    this.#kind = kind;
    return kind === 'demo';
  }

  /** Tells a position that nothing was recorded at from one that is not counted yet. */
  protected async counted<T>(reading: Promise<T>): Promise<T> {
    return reading.catch(async (error: unknown) => {
      if (!(error instanceof NotCountedYet)) throw error;
      const { position } = await this.ledger.head();
      if (error.asked > position)
        throw new Problem('figure/known-at-beyond-ledger', `Position ${error.asked} is beyond the end of the ledger, ${position}.`, { details: { position } });
      throw new Problem('figure/not-counted-yet', error.message, { details: { countedTo: error.checkpoint }, headers: { 'retry-after': '1' } });
    });
  }
}

function described(id: FigureId, value: number): Answer<'FigureValue'> {
  const { name, unit, measureWord, owner, version, rule, scopeStart, companion } = figureOf(id);
  const printed = { zh: printFigure(id, value, 'zh'), en: printFigure(id, value, 'en') };
  return { id, name, value, printed, unit, measureWord, owner, version, rule, scopeStart, ...(companion && { companion }) };
}

@QueryHandler(AllFigures)
class AllFiguresHandler extends FigureReader implements IQueryHandler<AllFigures> {
  async execute({ asked }: AllFigures) {
    const { values, ...where } = await this.counted(this.figures.values(asked));
    return { ...(await this.standing(asked, where)), figures: declared.map(({ id }) => described(id, values[id])) };
  }
}

@QueryHandler(OneFigure)
class OneFigureHandler extends FigureReader implements IQueryHandler<OneFigure> {
  async execute({ id, asked }: OneFigure) {
    const { values, ...where } = await this.counted(this.figures.values(asked));
    return { ...(await this.standing(asked, where)), figure: described(id, values[id]) };
  }
}

@QueryHandler(FactsOfFigure)
class FactsOfFigureHandler extends FigureReader implements IQueryHandler<FactsOfFigure> {
  async execute({ id, asked, page }: FactsOfFigure) {
    const reading = this.figures.facts(id, { ...asked, ...page }).catch((error: unknown) => {
      throw error instanceof RangeError ? invalid([{ path: 'after', code: 'invalid-format', message: 'is no place in this list' }], 'query') : error;
    });
    const { facts, next, ...where } = await this.counted(reading);
    return { ...(await this.standing(asked, where)), figure: id, facts, ...(next && { next }) };
  }
}

@QueryHandler(WaterfallOfFigure)
class WaterfallOfFigureHandler extends FigureReader implements IQueryHandler<WaterfallOfFigure> {
  async execute({ id, asked }: WaterfallOfFigure) {
    const { figure, gross, lines, value, ...where } = await this.counted(this.figures.waterfall(id, asked));
    return { ...(await this.standing(asked, where)), figure, gross, lines, value };
  }
}

@QueryHandler(WhitePaper)
class WhitePaperHandler extends FigureReader implements IQueryHandler<WhitePaper> {
  async execute({ asked, language }: WhitePaper) {
    const { values, ...where } = await this.counted(this.figures.values(asked));
    const standing = await this.standing(asked, where);
    const facts = { asOf: asked.asOf, ruleSet: RULE_SET, publicationVersion: String(where.position), isDemo: standing.synthetic, values };
    const { paragraphs } = whitePaper(facts, language);
    return { ...standing, language, paragraphs, values: Object.fromEntries(printedFigures.map(({ id }) => [id, values[id]])) };
  }
}

export const figureQueries = [AllFiguresHandler, OneFigureHandler, FactsOfFigureHandler, WaterfallOfFigureHandler, WhitePaperHandler];
