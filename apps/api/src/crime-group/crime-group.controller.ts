import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { CommandBus, CommandHandler, type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, crimeGroupRoutes, groupsQuery } from '@casetrail/contracts';
import type { GroupId, Reach } from '@casetrail/domain';
import type { GroupFilters, Page } from '@casetrail/readmodel';
import { CommandController, CommandRoutes, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ViewReader, withVersion } from '../view/view-reader.ts';

export class ExecuteCrimeGroupCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteCrimeGroupCommand)
export class CrimeGroupCommandHandler extends EnvelopeHandler {}

export class ListCrimeGroups extends Query<Answer<'CrimeGroups'>> {
  constructor(
    readonly filters: GroupFilters,
    readonly page: Page,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListCrimeGroups)
export class ListCrimeGroupsHandler extends ViewReader implements IQueryHandler<ListCrimeGroups> {
  execute({ filters, page, reach }: ListCrimeGroups): Promise<Answer<'CrimeGroups'>> {
    return this.listed(this.views.seenBy(reach).groupList(filters, page));
  }
}

export class ReadCrimeGroup extends Query<Answer<'CrimeGroupFile'>> {
  constructor(
    readonly id: GroupId,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadCrimeGroup)
export class ReadCrimeGroupHandler extends ViewReader implements IQueryHandler<ReadCrimeGroup> {
  execute({ id, reach }: ReadCrimeGroup): Promise<Answer<'CrimeGroupFile'>> {
    return this.found(id, reach, this.views.seenBy(reach).groupFile(id));
  }
}

const { tag } = crimeGroupRoutes;

@Controller(crimeGroupRoutes.path)
@CommandRoutes(crimeGroupRoutes, ExecuteCrimeGroupCommand)
export class CrimeGroupController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }

  @Get()
  @Policy('cases.list')
  @describeRead({ tag, summary: 'Crime groups, the newest record first', query: groupsQuery, response: 'CrimeGroups' })
  list(@Req() request: FastifyRequest): Promise<Answer<'CrimeGroups'>> {
    const { after, limit, isCounted, ...filters } = valid(groupsQuery, request.query, 'query');
    return this.queries.execute(new ListCrimeGroups(filters, { after, limit, isCounted }, reachIn(request)));
  }

  @Get(':id')
  @Policy('cases.read')
  @describeRead({ tag, summary: 'A crime group, with its members, its cases and its timeline', response: 'CrimeGroupFile', unknown: 'crime-group/is-unknown' })
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'CrimeGroupFile'>> {
    noQuery(request);
    const file = await this.queries.execute(new ReadCrimeGroup(recordId('crime_group', id), reachIn(request)));
    return withVersion(reply, file.group.version, file);
  }
}

export const crimeGroupHandlers = [CrimeGroupCommandHandler, ListCrimeGroupsHandler, ReadCrimeGroupHandler];
