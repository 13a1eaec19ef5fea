import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { CommandBus, CommandHandler, type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, countedQuery, personRoutes } from '@casetrail/contracts';
import { type PersonId, type Reach, civilDateAt } from '@casetrail/domain';
import { type IdentityNumber, parseIdentityNumber, personIdOf } from '@casetrail/runtime';
import { CommandController, CommandRoutes, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { askedIn, reading } from '../figure/figure.controller.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { invalid, noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { HASH_IDENTITY } from '../tokens.ts';
import { ViewReader, withVersion } from '../view/view-reader.ts';
import { CountedPerson, CountedPersonHandler } from './counted.query.ts';

/** Turns an identity number into the keyed hash that an event may hold. */
export type HashIdentity = (id: IdentityNumber) => string;

export class ExecutePersonCommand extends EnvelopeCommand {}

@CommandHandler(ExecutePersonCommand)
export class PersonCommandHandler extends EnvelopeHandler {}

export class ReadPerson extends Query<Answer<'PersonFile'>> {
  constructor(
    readonly id: PersonId,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadPerson)
export class ReadPersonHandler extends ViewReader implements IQueryHandler<ReadPerson> {
  execute({ id, reach }: ReadPerson): Promise<Answer<'PersonFile'>> {
    return this.found(id, reach, this.views.seenBy(reach).personFile(id));
  }
}

const { tag } = personRoutes;

@Controller(personRoutes.path)
@CommandRoutes(personRoutes, ExecutePersonCommand)
export class PersonController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(HASH_IDENTITY) private readonly hashIdentity: HashIdentity,
  ) {
    super(commands);
  }

  @Get(':id')
  @Policy('cases.read')
  @describeRead({ tag, summary: 'A person with all their identities, and why these count once', response: 'PersonFile', unknown: 'person/is-unknown' })
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'PersonFile'>> {
    noQuery(request);
    const file = await this.queries.execute(new ReadPerson(recordId('person', id), reachIn(request)));
    return withVersion(reply, file.person.version, file);
  }

  @Get(':id/counted')
  @Policy('cases.read')
  @describeRead({
    tag,
    summary: 'In which figures a person counts: under which identity, since when, and by which events',
    query: countedQuery,
    response: 'CountedPerson',
    unknown: 'person/is-unknown',
    problems: reading,
  })
  async counted(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Answer<'CountedPerson'>> {
    const person = recordId('person', id);
    const asked = askedIn(valid(countedQuery, request.query, 'query'));
    await this.queries.execute(new ReadPerson(person, reachIn(request))); // what may not be seen answers like what is not there
    return this.queries.execute(new CountedPerson(person, asked, reachIn(request)));
  }

  /** The identity number ends here. The same number always begins the same record, so nobody is registered twice. */
  protected override read({ idNumber, ...data }: Readonly<Record<string, unknown>>): { data: Readonly<Record<string, unknown>>; begins?: PersonId } {
    if (typeof idNumber !== 'string') return { data };
    const idHash = this.hashIdentity(identityNumber(idNumber));
    return { data: { ...data, idHash }, begins: personIdOf(idHash) };
  }
}

function identityNumber(text: string): IdentityNumber {
  try {
    return parseIdentityNumber(text, civilDateAt(new Date()));
  } catch (error) {
    throw invalid([{ path: 'idNumber', code: 'invalid-format', message: (error as Error).message }]);
  }
}

export const personHandlers = [PersonCommandHandler, ReadPersonHandler, CountedPersonHandler];
