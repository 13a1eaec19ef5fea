import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type CivilDate, type CorrectionId, type Reach, type StepName, civilDateAt, figures, stepNamed } from '@casetrail/domain';
import { LoadedStreams } from '@casetrail/ledger';
import type { ExplainedCell } from '@casetrail/readmodel';
import { FigureReader } from '../figure/figure-reader.ts';
import { Problem, unknownRecord } from '../http/problem.ts';
import { canSee, isFigureHidden } from '../view/sight.ts';
import { movedFigure, printedFirst } from './moved-figure.ts';

/** What an approved correction has changed, and nothing else has. */
export class EffectOfCorrection extends Query<Answer<'CorrectionEffect'>> {
  constructor(
    readonly id: CorrectionId,
    readonly asOf: CivilDate | undefined,
    readonly reach: Reach,
  ) {
    super();
  }
}

/** The difference between the ledger as it was before the approval and as the approval left it, of one day. */
@QueryHandler(EffectOfCorrection)
export class EffectOfCorrectionHandler extends FigureReader implements IQueryHandler<EffectOfCorrection> {
  async execute({ id, asOf = civilDateAt(new Date()), reach }: EffectOfCorrection): Promise<Answer<'CorrectionEffect'>> {
    const streams = new LoadedStreams(this.ledger);
    await streams.load([id]);
    if (!(await canSee(streams, id, reach))) throw unknownRecord('correction');
    const approval = (await this.ledger.stored(id)).find(({ event }) => event.type === 'CorrectionApproved');
    if (!approval) throw new Problem('correction/not-approved');
    const at = (position: number) => ({ asOf, knownAt: { position } });
    const ends = [at(approval.position - 1), at(await this.ledger.endOf(approval.event.correlation))] as const;
    const shown = this.figuresFor(reach);
    const { figures: explained } = await this.counted(shown.difference(...ends));
    const { values: before } = await this.counted(shown.values(ends[0]));
    const { values: after, ...where } = await this.counted(shown.values(ends[1]));
    return {
      ...(await this.standing({ asOf }, where)),
      correction: id,
      changes: figures
        .filter(({ id: figure }) => before[figure] !== after[figure] && !isFigureHidden(figure, reach))
        .map(({ id: figure }) => ({
          ...movedFigure(figure, before[figure] as number, after[figure] as number), // what is not disclosed is not among them
          steps: stepsIn(explained.find((one) => one.figure === figure)?.cells ?? []),
        }))
        .sort(printedFirst),
    };
  }
}

/** The steps of the waterfall that the change stands in. */
function stepsIn(cells: readonly ExplainedCell[]): StepName[] {
  const steps = new Set(cells.flatMap(({ lines }) => lines.map(({ kind, type = '' }) => stepNamed(kind, type))));
  return [...steps].sort();
}
