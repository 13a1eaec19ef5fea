import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type Answer, looksQuery, looksSummaryQuery, ownLooksQuery } from '@casetrail/contracts';
import { type CivilDate, type PersonId, type StreamId, civilDateAt } from '@casetrail/domain';
import { actorOf, reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { ListLooks, ListLooksHandler, SummariseLooks, SummariseLooksHandler } from './look.queries.ts';

const tag = 'Looks';
const USUAL = 50;
const USUAL_DAYS = 200;

@Controller('/v1/looks')
export class LookController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Policy('looks.read')
  @describeRead({
    tag,
    summary: 'Who looked at what, the newest first; for auditors and the data protection officer',
    query: looksQuery,
    response: 'Looks',
    problems: ['role/not-allowed', 'look/not-recorded'],
    description: 'Reading this is a look as well. A look says which records were shown, and never what they say.',
  })
  list(@Req() request: FastifyRequest): Promise<Answer<'Looks'>> {
    const { after, limit = USUAL, person, record, ...filter } = valid(looksQuery, request.query, 'query');
    const asked = { ...filter, person: person as PersonId | undefined, record: record as StreamId | undefined };
    return this.queries.execute(new ListLooks(asked, { after, limit }, reachIn(request)));
  }

  @Get('mine')
  @Policy('looks.mine')
  @describeRead({ tag, summary: "One's own looks, the newest first", query: ownLooksQuery, response: 'Looks', problems: ['look/not-recorded'] })
  mine(@Req() request: FastifyRequest): Promise<Answer<'Looks'>> {
    const { after, limit = USUAL, record, ...filter } = valid(ownLooksQuery, request.query, 'query');
    const { user } = actorOf(request);
    return this.queries.execute(new ListLooks({ ...filter, record: record as StreamId | undefined, user }, { after, limit }, reachIn(request)));
  }

  @Get('summary')
  @Policy('looks.read')
  @describeRead({
    tag,
    summary: 'What each user looked at, day by day, with what is conspicuous flagged',
    query: looksSummaryQuery,
    response: 'LooksSummary',
    problems: ['role/not-allowed', 'look/not-recorded'],
  })
  summary(@Req() request: FastifyRequest): Promise<Answer<'LooksSummary'>> {
    const { to = civilDateAt(new Date()), from = to, user, after, limit = USUAL_DAYS } = valid(looksSummaryQuery, request.query, 'query');
    const place = after === undefined ? undefined : { day: after.slice(0, 10) as CivilDate, user: after.slice(11) };
    return this.queries.execute(new SummariseLooks({ from, to, user }, place, limit));
  }
}

export const lookHandlers = [ListLooksHandler, SummariseLooksHandler];
