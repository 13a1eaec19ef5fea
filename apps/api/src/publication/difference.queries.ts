import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type DifferenceCell, type FigureId, type Reach, differenceCells, figureOf, isPrinted } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, type Point, PublicationPoints, type ReadPoint } from '@casetrail/readmodel';
import { FigureReader } from '../figure/figure-reader.ts';
import { Problem } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { areSealed, isFactShown, isFigureHidden } from '../view/sight.ts';

/** One end of a difference, as it is asked for: a publication by its id, or any point. */
export type End = Point | { readonly publication: string };
type Ends = readonly [from: End, to: End];
type Page = { readonly after?: string | undefined; readonly limit?: number | undefined };

export class DifferenceBetween extends Query<Answer<'Difference'>> {
  constructor(
    readonly ends: Ends,
    readonly reach: Reach,
  ) {
    super();
  }
}
export class UnitsOfDifference extends Query<Answer<'DifferenceUnits'>> {
  constructor(
    readonly ends: Ends,
    readonly figure: FigureId,
    readonly cell: DifferenceCell,
    readonly page: Page,
    readonly reach: Reach,
  ) {
    super();
  }
}

@Injectable()
class DifferenceReader extends FigureReader {
  readonly #publications: PublicationPoints;

  constructor(figures: Figures, ledger: Ledger) {
    super(figures, ledger);
    this.#publications = new PublicationPoints(ledger);
  }

  protected async pointsOf([from, to]: Ends): Promise<readonly [Point, Point]> {
    return [await this.#pointOf(from), await this.#pointOf(to)];
  }

  protected placed(end: End, { asOf, position, recordedOn, ruleSet }: ReadPoint) {
    const knownAt = { position, ...(recordedOn && { recordedOn }) };
    return { ...('publication' in end && { publication: end.publication }), asOf, knownAt, ruleSet };
  }

  async #pointOf(end: End): Promise<Point> {
    if (!('publication' in end)) return end;
    const point = await this.#publications.find(end.publication);
    if (point === undefined) throw new Problem('publication/is-unknown');
    if (point === 'not-published') throw new Problem('publication/not-published', undefined, { details: { publication: end.publication } });
    return point;
  }
}

@QueryHandler(DifferenceBetween)
class DifferenceBetweenHandler extends DifferenceReader implements IQueryHandler<DifferenceBetween> {
  async execute({ ends, reach }: DifferenceBetween): Promise<Answer<'Difference'>> {
    const { from, to, figures, checkpoint } = await this.counted(this.figuresFor(reach).difference(...(await this.pointsOf(ends))));
    return {
      from: this.placed(ends[0], from),
      to: this.placed(ends[1], to),
      countedTo: checkpoint,
      synthetic: await this.isSynthetic(),
      figures: figures.map(({ figure, from: old, to: now, cells, residual, state, isSuppressed }) => ({
        figure,
        name: figureOf(figure).name,
        isPrinted: isPrinted(figure),
        from: old,
        to: now,
        change: now.value - old.value,
        cells: cells.map((cell) => ({ ...cell, name: differenceCells[cell.cell] })),
        residual,
        state,
        ...(isSuppressed && { isSuppressed }),
      })),
    };
  }
}

/** What is behind a figure of sealed records is sealed as they are; its totals are everybody's. */
@QueryHandler(UnitsOfDifference)
class UnitsOfDifferenceHandler extends DifferenceReader implements IQueryHandler<UnitsOfDifference> {
  async execute({ ends, figure, cell, page, reach }: UnitsOfDifference): Promise<Answer<'DifferenceUnits'>> {
    const points = await this.pointsOf(ends);
    if (isFigureHidden(figure, reach)) throw areSealed();
    const reading = this.figures.differenceUnits(...points, figure, cell, page).catch((error: unknown) => {
      throw error instanceof RangeError ? invalid([{ path: 'after', code: 'invalid-format', message: 'is no place in this list' }], 'query') : error;
    });
    const { from, to, units, next, checkpoint } = await this.counted(reading);
    return {
      from: this.placed(ends[0], from),
      to: this.placed(ends[1], to),
      countedTo: checkpoint,
      synthetic: await this.isSynthetic(),
      figure,
      cell,
      units: units
        .filter(({ unit, cause }) => isFactShown({ unit, events: [cause.event] }, reach))
        .map(({ cause, ...unit }) => ({ ...unit, cause: { ...cause, recordedAt: cause.recordedAt.toISOString() } })),
      ...(next && { next }),
    };
  }
}

export const differenceQueries = [DifferenceBetweenHandler, UnitsOfDifferenceHandler];
