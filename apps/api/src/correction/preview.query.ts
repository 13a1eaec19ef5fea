import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import {
  type AnyDecider,
  type CivilDate,
  type Correction,
  type CorrectionId,
  type Reach,
  CITY_LEVEL,
  approverOf,
  civilDateAt,
  correction,
  isExpired,
} from '@casetrail/domain';
import { type IssuedCommand, LoadedStreams, rehearse } from '@casetrail/ledger';
import { FigureReader } from '../figure/figure-reader.ts';
import { Problem, unknownRecord } from '../http/problem.ts';
import { canSee } from '../view/sight.ts';
import { movedFigure, printedFirst } from './moved-figure.ts';

/** What would change if a correction were approved now. */
export class PreviewCorrection extends Query<Answer<'Preview'>> {
  constructor(
    readonly id: CorrectionId,
    readonly asOf: CivilDate | undefined,
    readonly reach: Reach,
  ) {
    super();
  }
}

/** Decides the approval without recording it, and counts what would come of it: so the preview equals what then happens. */
@QueryHandler(PreviewCorrection)
export class PreviewCorrectionHandler extends FigureReader implements IQueryHandler<PreviewCorrection> {
  async execute({ id, asOf, reach }: PreviewCorrection): Promise<Answer<'Preview'>> {
    const now = new Date();
    const today = civilDateAt(now);
    const streams = new LoadedStreams(this.ledger);
    await streams.load([id]);
    const state = streams.world.state(correction as AnyDecider, id) as Correction;
    const { requestedBy, proposal } = state;
    const status = isExpired(state, now.toISOString()) ? 'expired' : state.status;
    const isSeen = await canSee(streams, id, reach);
    if (requestedBy === undefined || proposal === undefined || !isSeen) throw unknownRecord('correction');
    if (status !== 'requested') throw new Problem('correction/not-pending', `This correction is ${status}: there is nothing left to preview.`);

    const role = approverOf[requestedBy.role] ?? requestedBy.role;
    const approval: IssuedCommand = {
      id,
      stream: id,
      type: 'ApproveCorrection',
      data: {},
      act: { occurredOn: today },
      // Whoever may approve it: the decision depends on the role and the level, not on the person.
      actor: { user: 'preview', role, org: requestedBy.org, district: CITY_LEVEL },
    };
    const day = asOf ?? today;
    const figures = this.figuresFor(reach);
    const { changes, ...where } = await this.counted(figures.preview(await rehearse(this.ledger, approval, now), day, today));
    const { values } = await this.counted(figures.values({ asOf: day, knownAt: { position: where.position } }));
    return {
      ...(await this.standing({ asOf: day }, where)),
      correction: id,
      changes: changes
        .map(({ figure, change, districts }) => ({
          ...movedFigure(figure, values[figure] as number, (values[figure] as number) + change), // what is not disclosed is not among the changes
          districts,
        }))
        .sort(printedFirst),
    };
  }
}
