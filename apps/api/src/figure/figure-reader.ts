import { Injectable } from '@nestjs/common';
import { type CivilDate, type Reach, RULE_SET, civilDateAt } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { DisclosedFigures, Figures, NotCountedYet, type ShownFigures, type Standing } from '@casetrail/readmodel';
import { Problem } from '../http/problem.ts';
import { seesSealed } from '../view/sight.ts';
import type { Asked } from './figure.queries.ts';

/** Reads figures and says where the answer stands: on both axes of time, under which rules, and whether any of it ever happened. */
@Injectable()
export class FigureReader {
  #kind: 'live' | 'demo' | undefined;

  constructor(
    /** Figures as they are. What an answer says of figures comes from `figuresFor` who asks. */
    protected readonly figures: Figures,
    protected readonly ledger: Ledger,
  ) {}

  /** Figures as whoever asks may see them: the only way by which a sealed figure gets into an answer. */
  protected figuresFor(reach: Reach): ShownFigures {
    return seesSealed(reach) ? this.figures : new DisclosedFigures(this.figures, civilDateAt(new Date()));
  }

  protected async standing(
    { asOf, district, ruleSet = RULE_SET }: Omit<Asked, 'knownAt'>,
    { position, recordedOn, checkpoint, releasedOn }: Standing & { readonly releasedOn?: CivilDate },
  ) {
    const knownAt = { position, ...(recordedOn && { recordedOn }) };
    const asked = { asOf, knownAt, countedTo: checkpoint, ruleSet, synthetic: await this.isSynthetic() };
    return { ...asked, ...(district && { district }), ...(releasedOn && { releasedOn }) };
  }

  /** The first event of a ledger fixes what it is. An empty one is nothing yet. */
  protected async isSynthetic(): Promise<boolean> {
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
