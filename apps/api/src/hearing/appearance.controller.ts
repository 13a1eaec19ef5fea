import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { bulletinQuery, hearingRoutes, reportQuery } from '@casetrail/contracts';
import { knownAtIn, reading } from '../figure/figure.controller.ts';
import { Policy } from '../http/policy.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { AppearanceBulletin, AppearanceReport } from './appearance.queries.ts';

const { tag, path } = hearingRoutes;

@Controller(path)
export class AppearanceController {
  constructor(private readonly queries: QueryBus) {}

  @Get('bulletin')
  @Policy('figures.read')
  @describeRead({
    tag,
    summary: 'The monthly bulletin: how often officials were declared and came to court, by district',
    query: bulletinQuery,
    response: 'AppearanceBulletin',
    problems: reading,
  })
  bulletin(@Req() { query }: FastifyRequest) {
    const { month, knownAt } = valid(bulletinQuery, query, 'query');
    return this.queries.execute(new AppearanceBulletin(month, knownAtIn(knownAt)));
  }

  @Get('report')
  @Policy('figures.read')
  @describeRead({
    tag,
    summary: 'The quarterly report: the same by month and by district',
    query: reportQuery,
    response: 'AppearanceReport',
    problems: reading,
  })
  report(@Req() { query }: FastifyRequest) {
    const { quarter, knownAt } = valid(reportQuery, query, 'query');
    return this.queries.execute(new AppearanceReport(quarter, knownAtIn(knownAt)));
  }
}
