import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { CommandBus, CommandHandler, type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, suspectRoutes } from '@casetrail/contracts';
import type { Reach, SuspectId } from '@casetrail/domain';
import { CommandController, CommandRoutes, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { noQuery } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ViewReader, withVersion } from '../view/view-reader.ts';

export class ExecuteSuspectCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteSuspectCommand)
export class SuspectCommandHandler extends EnvelopeHandler {}

export class ReadSuspect extends Query<Answer<'SuspectFile'>> {
  constructor(
    readonly id: SuspectId,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadSuspect)
export class ReadSuspectHandler extends ViewReader implements IQueryHandler<ReadSuspect> {
  execute({ id, reach }: ReadSuspect): Promise<Answer<'SuspectFile'>> {
    return this.found(id, reach, this.views.seenBy(reach).suspectFile(id));
  }
}

const { tag } = suspectRoutes;

@Controller(suspectRoutes.path)
@CommandRoutes(suspectRoutes, ExecuteSuspectCommand)
export class SuspectController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }

  @Get(':id')
  @Policy('cases.read')
  @describeRead({ tag, summary: 'The part of a person in a case, with its timeline', response: 'SuspectFile', unknown: 'suspect/is-unknown' })
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'SuspectFile'>> {
    noQuery(request);
    const file = await this.queries.execute(new ReadSuspect(recordId('suspect', id), reachIn(request)));
    return withVersion(reply, file.suspect.version, file);
  }
}

export const suspectHandlers = [SuspectCommandHandler, ReadSuspectHandler];
