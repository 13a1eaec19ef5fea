import { Controller, Get, Param, Req } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Answer, historyQuery } from '@casetrail/contracts';
import { type Reach, type StreamId, civilDateAt, isStreamId } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { BeyondRecord, type PointInTime, replay, visible } from '@casetrail/readmodel';
import { knownAtIn } from '../figure/figure.controller.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { isShown } from '../view/sight.ts';

const USUAL = 200;

type Part = { readonly after: number | undefined; readonly limit: number };

/** A record as it stood at some point, with what each event changed. */
export class ReadHistory extends Query<Answer<'History'>> {
  constructor(
    readonly id: StreamId,
    readonly point: PointInTime | undefined,
    readonly part: Part,
    readonly reach: Reach,
  ) {
    super();
  }
}

/** Comes straight from the ledger: it is there as soon as the event is recorded. */
@QueryHandler(ReadHistory)
export class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ id, point, part, reach }: ReadHistory): Promise<Answer<'History'>> {
    const seen = (await isShown(this.ledger, id, reach)) ? visible(await this.ledger.stored(id), reach) : undefined;
    if (!seen) throw new Problem('record/is-unknown');
    await this.#reached(point);
    try {
      const asOf = point !== undefined && 'asOf' in point ? point.asOf : null;
      return { id, asOf, ...replay(seen.events, point, { ...part, unshown: seen.unshown }) };
    } catch (error) {
      throw error instanceof BeyondRecord ? new Problem('history/not-reached', error.message, { details: { version: error.version } }) : error;
    }
  }

  async #reached(point: PointInTime | undefined): Promise<void> {
    const asked = point === undefined || 'version' in point ? 0 : 'position' in point ? point.position : positionIn(point.knownAt);
    const { position } = asked === 0 ? { position: 0 } : await this.ledger.head();
    if (asked > position)
      throw new Problem('history/not-reached', `Position ${asked} is beyond the end of the ledger, ${position}.`, { details: { position } });
  }
}

const positionIn = (knownAt: Extract<PointInTime, { asOf: unknown }>['knownAt']) => (knownAt && 'position' in knownAt ? knownAt.position : 0);

@Controller('/v1/history')
export class HistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Policy('history.read')
  @describeRead({
    tag: 'Ledger',
    summary: 'Any record as it stood at a version, a position, or a day as known at another; with what each event changed',
    query: historyQuery,
    response: 'History',
    problems: ['record/is-unknown', 'history/not-reached'],
    description:
      'Without a point: as it stands. `version` and `position` are as it was known then: a void takes effect where it was recorded. `asOf` is what was true on a day: of the events known at `knownAt`, those that had occurred by that day and that no known void takes out, in the order in which they were recorded. Applying the changes of all steps, one after the other, to the state before the first event gives `state`.',
  })
  history(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Answer<'History'>> {
    const { after, limit = USUAL, ...asked } = valid(historyQuery, request.query, 'query');
    if (!isStreamId(id)) throw new Problem('record/is-unknown');
    return this.queries.execute(new ReadHistory(id, pointIn(asked), { after, limit }, reachIn(request)));
  }
}

function pointIn({ version, position, asOf, knownAt }: Omit<z.infer<typeof historyQuery>, 'after' | 'limit'>): PointInTime | undefined {
  if (version !== undefined) return { version };
  if (position !== undefined) return { position };
  if (asOf === undefined && knownAt === undefined) return undefined;
  return { asOf: asOf ?? civilDateAt(new Date()), knownAt: knownAtIn(knownAt) };
}
