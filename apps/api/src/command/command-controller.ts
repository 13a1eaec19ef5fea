import { Injectable, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AggregateRoutes, type Answer, type CommandRoute, partsOf } from '@casetrail/contracts';
import { type Act, type Actor, type Category, type Reach, type StreamId, civilDateAt, isStreamId } from '@casetrail/domain';
import { fingerprintOf, newStreamId } from '@casetrail/ledger';
import { actorOf, reachIn } from '../http/access.ts';
import { CommandPolicy } from '../http/policy.ts';
import { answerTo, unknownRecord } from '../http/problem.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeCommand } from '../openapi/describe.ts';
import type { EnvelopeCommand, Outcome } from './envelope.ts';
import { commandIdOf, etag, expectedVersion } from './write-request.ts';

type Envelope = new (issued: EnvelopeCommand['issued'], reach: Reach) => EnvelopeCommand;
type Data = Readonly<Record<string, unknown>>;
export type Understood = {
  readonly data: Data;
  readonly begins?: StreamId | undefined;
  /** What makes it the same request when it is repeated, where the data hold more than was sent. */
  readonly asked?: Data | undefined;
  /** What is to be seen to when it is known whether the command was recorded. Where that is not known, a worker sees to it. */
  readonly settle?: (() => Promise<void>) | undefined;
};

/** The id in a path. What has not even the form of one cannot be found. */
export function recordId<C extends Category>(category: C, id: string): StreamId<C> {
  if (!isStreamId(id) || !id.startsWith(`${category}-`)) throw unknownRecord(category);
  return id as StreamId<C>;
}

/** What else a request is known by. */
export type Asking = { readonly commandId: string; readonly requestId: string; readonly now: Date; readonly reach: Reach };

/** What the controllers of all aggregates do with a command: read the request, send the envelope, answer with the receipt. */
@Injectable()
export abstract class CommandController {
  constructor(private readonly commands: CommandBus) {}

  /** What the fields stand for, and the record they begin if that is not simply a new one. Secrets are taken out of sight here, before anything else sees them. */
  protected read(data: Data, _command: string, _record: StreamId | undefined, _actor: Actor, _asking: Asking): Understood | Promise<Understood> {
    return { data };
  }

  protected async submit(
    routes: AggregateRoutes,
    Envelope: Envelope,
    route: CommandRoute,
    request: FastifyRequest,
    reply: FastifyReply,
    id: string | undefined,
  ): Promise<Answer<'Receipt'>> {
    const actor = actorOf(request);
    const commandId = commandIdOf(actor.user, request);
    const ifVersion = expectedVersion(request);
    const record = id === undefined ? undefined : recordId(routes.category, id);
    noQuery(request);
    const { data: fields, act } = partsOf(route, valid(route.body, request.body === undefined ? {} : request.body));

    const now = new Date();
    const {
      data,
      begins,
      asked = data,
      settle,
    } = await this.read(fields, route.command, record, actor, {
      commandId,
      requestId: request.id,
      now,
      reach: reachIn(request),
    });
    const existing = record ?? begins; // a record that follows from what was said may be there already
    const deciding = this.commands.execute(
      new Envelope(
        {
          id: commandId,
          type: route.command,
          stream: existing ?? newStreamId(routes.category, now, commandId),
          ...(existing === undefined && { begins: true as const }),
          data,
          act: { occurredOn: civilDateAt(now), ...act } as Act, // checked against the act's own schema; only a decision on a correction and a step of a publication may leave the day out
          actor,
          fingerprint: fingerprintOf({ method: request.method, path: request.url.split('?')[0], body: { ...asked, ...act } }),
          ...(ifVersion !== undefined && { ifVersion }),
        },
        reachIn(request),
      ),
    );
    const outcome = await settled(deciding, settle);
    return answer(routes, route, outcome, reply);
  }
}

async function settled<T>(deciding: Promise<T>, settle: Understood['settle'] = () => Promise.resolve()): Promise<T> {
  try {
    const outcome = await deciding;
    await settle();
    return outcome;
  } catch (error) {
    if (answerTo(error).status < 500) await settle(); // else the ledger may have it, or get it yet
    throw error;
  }
}

function answer({ path }: AggregateRoutes, route: CommandRoute, { correction, ...receipt }: Outcome, reply: FastifyReply): Answer<'Receipt'> {
  const { stream, version, isRepeated } = receipt;
  const requested = correction && `/v1/corrections/${stream}`;
  void reply.code(requested ? 202 : 201).header('etag', etag(version));
  if (isRepeated) void reply.header('idempotent-replayed', 'true');
  if (requested) void reply.header('location', requested);
  else if (route.verb === undefined) void reply.header('location', `${path}/${stream}`);
  return { ...receipt, ...(correction && { correction: { ...correction, id: stream, status: 'requested', approve: `${requested}/approve` } }) };
}

/** Gives a controller one method for each command of its aggregate, as if they had been written one by one. */
export function CommandRoutes(routes: AggregateRoutes, Envelope: Envelope): ClassDecorator {
  return (controller) => {
    const prototype = controller.prototype as CommandController & Record<string, unknown>;
    for (const route of routes.commands) {
      const name = `${route.command.charAt(0).toLowerCase()}${route.command.slice(1)}`;
      const method = function (this: CommandController, request: FastifyRequest, reply: FastifyReply, id?: string) {
        return this['submit'](routes, Envelope, route, request, reply, id);
      };
      const descriptor = { value: method, writable: true, configurable: true, enumerable: false };
      Object.defineProperty(method, 'name', { value: name });
      Object.defineProperty(prototype, name, descriptor);
      Req()(prototype, name, 0);
      Res({ passthrough: true })(prototype, name, 1);
      if (route.verb !== undefined) Param('id')(prototype, name, 2);
      Post(route.path.slice(routes.path.length).replace('{id}', ':id'))(prototype, name, descriptor);
      CommandPolicy(routes.category, route)(prototype, name, descriptor);
      describeCommand(routes, route)(prototype, name, descriptor);
    }
  };
}
