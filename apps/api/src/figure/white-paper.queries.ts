import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type CheckResult, type CivilDate, type Language, type Reach, RULE_SET, printPaper, printedFigures } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, type ProjectorStanding, Publications, Views, printedValues, projectorStandings, unnamed } from '@casetrail/readmodel';
import { FigureReader } from './figure-reader.ts';
import type { Asked } from './figure.queries.ts';

export class WhitePaper extends Query<Answer<'WhitePaper'>> {
  constructor(
    readonly asked: Asked,
    readonly language: Language,
    readonly reach: Reach,
  ) {
    super();
  }
}

type Block = Answer<'WhitePaper'>['blockedBy'][number];
type Checked = CheckResult & { readonly exception?: string };

const inCheck = ({ name, says, left, right, holds, exception }: Checked): Block[] =>
  holds || exception !== undefined ? [] : [{ kind: 'check-fails', name, reason: `${says.en}: ${left} and ${right}` }];

/** Why a paper must wait for a read model: it counts on what this has not taken yet. */
const inProjector = ({ name, stop, lag }: ProjectorStanding): Block[] => {
  if (stop) return [{ kind: 'projector-stopped', name, reason: `It has stopped before position ${stop.position}. ${unnamed(stop.reason)}` }];
  return lag > 0 ? [{ kind: 'projector-behind', name, reason: `It is behind the ledger by ${lag}.` }] : [];
};

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

  async execute({ asked, language, reach }: WhitePaper) {
    const { asOf, district, ruleSet = RULE_SET } = asked;
    const { values, months, steps, ...where } = await this.counted(this.figuresFor(reach).paper(asked));
    const standing = await this.standing(asked, where);
    const older = district ? undefined : await this.publications.newestBefore(asOf, where.position);
    const previous = older?.computed && printedValues(older.computed.figures);
    const isAsReleased = !district && where.releasedOn !== undefined; // the discipline organs see sealed figures that no publication has
    const sources = {
      asOf,
      ruleSet,
      publicationVersion: String(where.position),
      isDemo: standing.synthetic,
      isPublication: isAsReleased && (await this.publications.isPublished(asOf, where.position, ruleSet)),
      values,
      months,
      district,
      steps,
      previous,
      releasedOn: where.releasedOn,
    };
    const { paper, inParts, annex, checks: found } = printPaper(sources, language);
    const checks = await this.#explained(found, asOf);
    const blockedBy = [...checks.flatMap(inCheck), ...(await projectorStandings(this.ledger.pool)).flatMap(inProjector)];
    return {
      ...standing,
      language,
      paragraphs: paper.paragraphs.map((paragraph, i) => ({ ...paragraph, parts: inParts[i]?.parts ?? [] })),
      values: Object.fromEntries(printedFigures.map(({ id }) => [id, values[id]])),
      months,
      annex,
      checks,
      isPublishable: blockedBy.length === 0,
      blockedBy,
    };
  }

  /** A failing check may be explained by an exception that two persons have signed for that very date. */
  async #explained(checks: readonly CheckResult[], asOf: CivilDate): Promise<Checked[]> {
    if (checks.every(({ holds }) => holds)) return [...checks];
    const signed = await this.views.signedExceptions(asOf);
    return checks.map((check) => {
      const exception = check.holds ? undefined : signed.get(check.name);
      return { ...check, ...(exception && { exception }) };
    });
  }
}

export const whitePaperQueries = [WhitePaperHandler];
