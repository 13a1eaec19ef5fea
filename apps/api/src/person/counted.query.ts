import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type PersonId, type Reach, figureOf, streamOfEvent } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Figures, Views } from '@casetrail/readmodel';
import { FigureReader } from '../figure/figure-reader.ts';
import type { Asked } from '../figure/figure.queries.ts';

/** In which figures a person counts, under which identity, and by which events. */
export class CountedPerson extends Query<Answer<'CountedPerson'>> {
  constructor(
    readonly id: PersonId,
    readonly asked: Pick<Asked, 'asOf' | 'knownAt'>,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(CountedPerson)
export class CountedPersonHandler extends FigureReader implements IQueryHandler<CountedPerson> {
  constructor(
    figures: Figures,
    ledger: Ledger,
    private readonly views: Views,
  ) {
    super(figures, ledger);
  }

  /** Of what the person counts for, that which whoever asks may see all of. */
  async execute({ id, asked, reach }: CountedPerson): Promise<Answer<'CountedPerson'>> {
    const { counted, ...where } = await this.counted(this.figuresFor(reach).person(id, asked));
    const shown = await this.views.seenBy(reach).among(counted.flatMap(({ facts }) => facts.flatMap(({ events }) => events.map(streamOfEvent))));
    const seen = counted
      .map(({ figure, facts }) => ({ figure, facts: facts.filter(({ events }) => events.every((event) => shown.has(streamOfEvent(event)))) }))
      .filter(({ facts }) => facts.length > 0);
    return {
      ...(await this.standing(asked, where)),
      person: id,
      counted: seen.map(({ figure, facts }) => ({ figure, name: figureOf(figure).name, facts })),
    };
  }
}
