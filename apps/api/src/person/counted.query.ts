import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { type Actor, type PersonId, figureOf } from '@casetrail/domain';
import { FigureReader } from '../figure/figure-reader.ts';
import type { Asked } from '../figure/figure.queries.ts';

/** In which figures a person counts, under which identity, and by which events. */
export class CountedPerson extends Query<Answer<'CountedPerson'>> {
  constructor(
    readonly id: PersonId,
    readonly asked: Pick<Asked, 'asOf' | 'knownAt'>,
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(CountedPerson)
export class CountedPersonHandler extends FigureReader implements IQueryHandler<CountedPerson> {
  async execute({ id, asked, actor }: CountedPerson): Promise<Answer<'CountedPerson'>> {
    const { counted, ...where } = await this.counted(this.figuresFor(actor).person(id, asked));
    return {
      ...(await this.standing(asked, where)),
      person: id,
      counted: counted.map(({ figure, facts }) => ({ figure, name: figureOf(figure).name, facts })),
    };
  }
}
