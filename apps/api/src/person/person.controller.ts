import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { CommandBus, CommandHandler, type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, countedQuery, personRoutes } from '@casetrail/contracts';
import { type Actor, type PersonId, type Reach, type StreamId, personalFields } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { Views } from '@casetrail/readmodel';
import { Vault } from '@casetrail/vault';
import { type Asking, CommandController, CommandRoutes, type Understood, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { askedIn, reading } from '../figure/figure.controller.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ViewReader, withVersion } from '../view/view-reader.ts';
import { CountedPerson, CountedPersonHandler } from './counted.query.ts';
import { EnteredData, personAt } from './entered-data.ts';

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
  constructor(
    views: Views,
    private readonly recorded: Ledger,
  ) {
    super(views, recorded);
  }

  async execute({ id, reach }: ReadPerson): Promise<Answer<'PersonFile'>> {
    const file = await this.found(id, reach, this.views.seenBy(reach).personFile(id));
    const { personalData, isErased } = await personAt(this.recorded, id);
    return { ...file, holds: personalFields.filter((field) => personalData[field] !== undefined), isErased };
  }
}

const { tag } = personRoutes;

@Controller(personRoutes.path)
@CommandRoutes(personRoutes, ExecutePersonCommand)
export class PersonController extends CommandController {
  readonly #entered: EnteredData;

  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    ledger: Ledger,
    vault: Vault,
  ) {
    super(commands);
    this.#entered = new EnteredData(ledger, vault);
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

  /** Personal data end here: what goes on are the versions under which the vault keeps them. */
  protected override read(
    fields: Understood['data'],
    command: string,
    record: StreamId | undefined,
    actor: Actor,
    asking: Asking,
  ): Understood | Promise<Understood> {
    return this.#entered.understood(fields, { command, record: record as PersonId | undefined, actor, asking });
  }
}

export const personHandlers = [PersonCommandHandler, ReadPersonHandler, CountedPersonHandler];
