import { Controller, Get, Param, Req } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type Answer, type CommandRoute, aggregates } from '@casetrail/contracts';
import {
  type AnyDecider,
  type Command,
  type Reach,
  Rejection,
  type StreamId,
  assertInCharge,
  categoryOf,
  deciderOf,
  isStreamId,
  organisations,
  ruleOf,
} from '@casetrail/domain';
import { Ledger, LoadedStreams } from '@casetrail/ledger';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import { noQuery } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { canSee } from '../view/sight.ts';

type Act = Answer<'Acts'>['acts'][number];

/** What may be done with a record as it stands. */
export class ReadActs extends Query<Answer<'Acts'>> {
  constructor(
    readonly id: StreamId,
    readonly reach: Reach,
  ) {
    super();
  }
}

/** Told by the same tables that decide: what is offered here is refused later only for what it says, or for what has happened in between. */
@QueryHandler(ReadActs)
export class ReadActsHandler implements IQueryHandler<ReadActs> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ id, reach }: ReadActs): Promise<Answer<'Acts'>> {
    const streams = new LoadedStreams(this.ledger);
    await streams.load([id]);
    if (!(await canSee(streams, id, reach))) throw new Problem('record/is-unknown');
    const decider = deciderOf(id) as AnyDecider;
    const state = streams.world.state(decider, id) as Readonly<Record<string, unknown>>;
    const routes = aggregates.find(({ category }) => category === categoryOf(id))?.commands ?? [];
    const mine = routes.filter(({ by, verb }) => verb !== undefined && by.includes(reach.actor.role));
    const [first] = mine;
    const inCharge = first && this.#elsewhere({ stream: id, type: first.command, data: {} }, reach, streams);
    return {
      id,
      version: streams.world.history(id).length,
      ...(inCharge && { inCharge }),
      acts: mine.map((route) => actOf(route, decider, state, id)),
    };
  }

  #elsewhere(command: Command, reach: Reach, { world }: LoadedStreams): Answer<'Acts'>['inCharge'] {
    try {
      assertInCharge(command, reach, world, deciderOf as (stream: StreamId) => AnyDecider);
      return undefined;
    } catch (error) {
      if (!(error instanceof Rejection)) return undefined; // the case it belongs to is not loaded: it is asked when something is done
      return organisations.get(String(error.details?.['inCharge']))?.name;
    }
  }
}

function actOf({ command, path, isCorrection }: CommandRoute, decider: AnyDecider, state: Readonly<Record<string, unknown>>, id: StreamId): Act {
  const from = Object.entries(ruleOf(decider, command)?.from ?? {}) as [string, readonly string[]][];
  const needs = from.flatMap(([region, mustBe]) => {
    const is = String(state[region]);
    return mustBe.includes(is) ? [] : [{ region, is, mustBe: [...mustBe] }];
  });
  return { command, path: path.replace('{id}', id), isCorrection, isLegal: needs.length === 0, needs };
}

@Controller('/v1/acts')
export class ActsController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Policy('history.read')
  @describeRead({
    tag: 'Console',
    summary: 'What whoever asks may do with a record as it stands, and what stands against the rest',
    response: 'Acts',
    problems: ['record/is-unknown'],
  })
  acts(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Answer<'Acts'>> {
    noQuery(request);
    if (!isStreamId(id)) throw new Problem('record/is-unknown');
    return this.queries.execute(new ReadActs(id, reachIn(request)));
  }
}
