import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type CheckResult, type CivilDate, type Language, RULE_SET, printPaper, printedFigures } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, Publications, Views, printedValues } from '@casetrail/readmodel';
import { FigureReader } from './figure-reader.ts';
import type { Asked } from './figure.queries.ts';

export class WhitePaper extends Query<Answer<'WhitePaper'>> {
  constructor(
    readonly asked: Asked,
    readonly language: Language,
  ) {
    super();
  }
}

/** The paper with its annex and the cross-checks. The checks are about the whole city: a district's paper has none. */
@Injectable()
@QueryHandler(WhitePaper)
class WhitePaperHandler extends FigureReader implements IQueryHandler<WhitePaper> {
  constructor(
    figures: Figures,
    ledger: Ledger,
    private readonly views: Views,
    private readonly publications: Publications,
  ) {
    super(figures, ledger);
  }

  async execute({ asked, language }: WhitePaper) {
    const { asOf, district, ruleSet = RULE_SET } = asked;
    const { values, months, steps, ...where } = await this.counted(this.figures.paper(asked));
    const standing = await this.standing(asked, where);
    const older = district ? undefined : await this.publications.newestBefore(asOf, where.position);
    const previous = older?.computed && printedValues(older.computed.figures);
    const sources = { asOf, ruleSet, publicationVersion: String(where.position), isDemo: standing.synthetic, values, months, district, steps, previous };
    const { paper, annex, checks: found } = printPaper(sources, language);
    const checks = await this.#explained(found, asOf);
    return {
      ...standing,
      language,
      paragraphs: paper.paragraphs,
      values: Object.fromEntries(printedFigures.map(({ id }) => [id, values[id]])),
      months,
      annex,
      checks,
      isPublishable: checks.every(({ holds, exception }) => holds || exception !== undefined),
    };
  }

  /** A failing check may be explained by an exception that two persons have signed for that very date. */
  async #explained(checks: readonly CheckResult[], asOf: CivilDate): Promise<(CheckResult & { exception?: string })[]> {
    if (checks.every(({ holds }) => holds)) return [...checks];
    const signed = await this.views.signedExceptions(asOf);
    return checks.map((check) => {
      const exception = check.holds ? undefined : signed.get(check.name);
      return { ...check, ...(exception && { exception }) };
    });
  }
}

export const whitePaperQueries = [WhitePaperHandler];
