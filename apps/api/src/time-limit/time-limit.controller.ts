import { Controller, Get, Req } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type Answer, timeLimitsQuery } from '@casetrail/contracts';
import type { Reach } from '@casetrail/domain';
import type { LimitFilters, Page } from '@casetrail/readmodel';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ViewReader } from '../view/view-reader.ts';

export class ListTimeLimits extends Query<Answer<'TimeLimits'>> {
  constructor(
    readonly filters: LimitFilters,
    readonly page: Page,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(ListTimeLimits)
export class ListTimeLimitsHandler extends ViewReader implements IQueryHandler<ListTimeLimits> {
  execute({ filters, page, reach }: ListTimeLimits): Promise<Answer<'TimeLimits'>> {
    return this.listed(this.views.seenBy(reach).limitList(filters, page));
  }
}

@Controller('/v1/time-limits')
export class TimeLimitController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Policy('time-limits.list')
  @describeRead({
    tag: 'Time limits',
    summary: 'The statutory time limits that run on suspects, assets and files, the first to run out first',
    description:
      'Those that have run out already are among them. An officer of a department is told when its own answers to recommendations are due, and nothing else. The shorter terms of summary and fast-track procedures are recorded nowhere: they are told without that. What the letters and numbers of a clock stand for is in the settings of the console.',
    query: timeLimitsQuery,
    response: 'TimeLimits',
    problems: ['role/not-allowed'],
  })
  list(@Req() request: FastifyRequest): Promise<Answer<'TimeLimits'>> {
    const { after, limit, ...filters } = valid(timeLimitsQuery, request.query, 'query');
    return this.queries.execute(new ListTimeLimits(filters, { after, limit }, reachIn(request)));
  }
}
