import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { CommandBus, CommandHandler, type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, casesQuery, criminalCaseRoutes } from '@casetrail/contracts';
import type { CaseId, Reach } from '@casetrail/domain';
import type { CaseFilters, Page } from '@casetrail/readmodel';
import { CommandController, CommandRoutes, recordId } from '../command/command-controller.ts';
import { EnvelopeCommand, EnvelopeHandler } from '../command/envelope.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ViewReader, withVersion } from '../view/view-reader.ts';

export class ExecuteCriminalCaseCommand extends EnvelopeCommand {}

@CommandHandler(ExecuteCriminalCaseCommand)
export class CriminalCaseCommandHandler extends EnvelopeHandler {}

export class ListCriminalCases extends Query<Answer<'CriminalCases'>> {
  constructor(
    readonly filters: CaseFilters,
    readonly page: Page,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListCriminalCases)
export class ListCriminalCasesHandler extends ViewReader implements IQueryHandler<ListCriminalCases> {
  execute({ filters, page, reach }: ListCriminalCases): Promise<Answer<'CriminalCases'>> {
    return this.listed(this.views.seenBy(reach).caseList(filters, page));
  }
}

export class ReadCriminalCase extends Query<Answer<'CriminalCaseFile'>> {
  constructor(
    readonly id: CaseId,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ReadCriminalCase)
export class ReadCriminalCaseHandler extends ViewReader implements IQueryHandler<ReadCriminalCase> {
  execute({ id, reach }: ReadCriminalCase): Promise<Answer<'CriminalCaseFile'>> {
    return this.found(id, reach, this.views.seenBy(reach).caseFile(id));
  }
}

const { tag } = criminalCaseRoutes;

@Controller(criminalCaseRoutes.path)
@CommandRoutes(criminalCaseRoutes, ExecuteCriminalCaseCommand)
export class CriminalCaseController extends CommandController {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
  ) {
    super(commands);
  }

  @Get()
  @Policy('cases.list')
  @describeRead({ tag, summary: 'Cases, the newest record first', query: casesQuery, response: 'CriminalCases' })
  list(@Req() request: FastifyRequest): Promise<Answer<'CriminalCases'>> {
    const { after, limit, isCounted, ...filters } = valid(casesQuery, request.query, 'query');
    return this.queries.execute(new ListCriminalCases(filters, { after, limit, isCounted }, reachIn(request)));
  }

  @Get(':id')
  @Policy('cases.read')
  @describeRead({
    tag,
    summary: 'A case file, with its suspects, its corrections and its timeline',
    response: 'CriminalCaseFile',
    unknown: 'criminal-case/is-unknown',
  })
  async file(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'CriminalCaseFile'>> {
    noQuery(request);
    const file = await this.queries.execute(new ReadCriminalCase(recordId('criminal_case', id), reachIn(request)));
    return withVersion(reply, file.case.version, file);
  }
}

export const criminalCaseHandlers = [CriminalCaseCommandHandler, ListCriminalCasesHandler, ReadCriminalCaseHandler];
