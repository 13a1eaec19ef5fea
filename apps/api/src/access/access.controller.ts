import { Controller, Get, HttpCode, Injectable, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Answer, accessRequestBody, breakGlassBody, conflictBody, reviewBody, tieReasonBody, tiesQuery } from '@casetrail/contracts';
import type { StreamId } from '@casetrail/domain';
import { fingerprintOf } from '@casetrail/ledger';
import type { TieAct, TieKind } from '@casetrail/runtime';
import { commandIdOf, etag, expectedVersion } from '../command/write-request.ts';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { Problem } from '../http/problem.ts';
import { noQuery, valid } from '../http/validation.ts';
import { describeRead, describeTieAct } from '../openapi/describe.ts';
import { BeginTie, BeginTieHandler, ChangeTie, ChangeTieHandler, type TieOutcome } from './tie.commands.ts';
import { tiePaths } from './tie-answer.ts';
import { ListTies, ListTiesHandler, ReadTie, ReadTieHandler } from './tie.queries.ts';

const tag = 'Access';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const list = { tag, query: tiesQuery, response: 'Ties' } as const;
const one = { tag, response: 'Tie', problems: ['access/is-unknown'] } as const;
const OWN = 'What one began oneself, and what is for whoever asks to decide on. Auditors and the data protection officer see all.';

/** What the three kinds of ties do alike. */
@Injectable()
abstract class TieController {
  protected abstract readonly kind: TieKind;

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  protected list(request: FastifyRequest): Promise<Answer<'Ties'>> {
    const { awaiting, after, limit } = valid(tiesQuery, request.query, 'query');
    return this.queries.execute(new ListTies(this.kind, awaiting === 'true', { after, limit }, reachIn(request)));
  }

  protected async one(id: string, request: FastifyRequest, reply: FastifyReply): Promise<Answer<'Tie'>> {
    noQuery(request);
    const tie = await this.queries.execute(new ReadTie(this.kind, known(id), reachIn(request)));
    void reply.header('etag', etag(tie.changes));
    return tie;
  }

  protected async begin(asked: BeginTie['asked'], reason: string, request: FastifyRequest, reply: FastifyReply): Promise<Answer<'Tie'>> {
    const outcome = await this.commands.execute(new BeginTie(issued(request, { ...asked, reason }), asked));
    void reply.header('location', `${tiePaths[this.kind]}/${outcome.tie.id}`);
    return told(outcome, reply);
  }

  protected async change(id: string, act: TieAct, body: { readonly reason: string; readonly finding?: string }, request: FastifyRequest, reply: FastifyReply) {
    noQuery(request);
    const ifChanges = expectedVersion(request);
    const { finding } = body;
    return told(
      await this.commands.execute(new ChangeTie(issued(request, body), { kind: this.kind, id: known(id), act, ...(finding && { finding }), ifChanges })),
      reply,
    );
  }
}

/** What is said in a body; first of all, whether it may be repeated, and which version it is about. */
function said<T extends z.ZodType>(request: FastifyRequest, body: T): z.infer<T> {
  commandIdOf(reachIn(request).actor.user, request);
  expectedVersion(request);
  return valid(body, request.body ?? {});
}

/** What has not even the form of an id cannot be found. */
function known(id: string): string {
  if (!uuid.test(id)) throw new Problem('access/is-unknown');
  return id;
}

function issued(request: FastifyRequest, body: { readonly reason: string }): BeginTie['issued'] {
  const reach = reachIn(request);
  const fingerprint = fingerprintOf({ method: request.method, path: request.url.split('?')[0], body, actor: reach.actor });
  return { id: commandIdOf(reach.actor.user, request), fingerprint, reason: body.reason, reach };
}

function told({ tie, isRepeated }: TieOutcome, reply: FastifyReply): Answer<'Tie'> {
  void reply.header('etag', etag(tie.changes));
  if (isRepeated) void reply.header('idempotent-replayed', 'true');
  return tie;
}

@Controller(tiePaths.BREAK_GLASS)
export class BreakGlassController extends TieController {
  protected readonly kind = 'BREAK_GLASS';

  @Get()
  @Policy('access.read')
  @describeRead({
    ...list,
    summary: 'Access that was taken in an emergency, the newest first',
    description: `${OWN} awaiting=true: what waits to be reviewed.`,
  })
  taken(@Req() request: FastifyRequest): Promise<Answer<'Ties'>> {
    return this.list(request);
  }

  @Get(':id')
  @Policy('access.read')
  @describeRead({ ...one, summary: 'Access that was taken in an emergency' })
  access(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.one(id, request, reply);
  }

  @Post()
  @Policy('access.break-glass')
  @describeTieAct({
    tag,
    operationId: 'BreakGlass',
    body: 'BreakGlass',
    summary: 'Take access to a record in an emergency',
    description:
      'The record is shown at once, for some hours. Another person reviews it within a day. Records of other organs that are sealed are not opened by this.',
    status: 201,
    problems: ['record/is-unknown', 'access/not-needed'],
  })
  take(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    noQuery(request);
    const { record, reason } = said(request, breakGlassBody);
    return this.begin({ kind: this.kind, record: record as StreamId }, reason, request, reply);
  }

  @Post(':id/review')
  @HttpCode(200)
  @Policy('access.review')
  @describeTieAct({ tag, operationId: 'ReviewBreakGlass', body: 'ReviewBreakGlass', summary: 'Say whether access was taken rightly', status: 200 })
  review(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.change(id, 'REVIEW', said(request, reviewBody), request, reply);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Policy('access.end')
  @describeTieAct({ tag, operationId: 'EndBreakGlass', body: 'TieReason', summary: 'End access that was taken, before its time', status: 200 })
  end(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.change(id, 'END', said(request, tieReasonBody), request, reply);
  }
}

@Controller(tiePaths.ACCESS)
export class AccessRequestController extends TieController {
  protected readonly kind = 'ACCESS';

  @Get()
  @Policy('access.read')
  @describeRead({ ...list, summary: 'Access that was asked for, the newest first', description: `${OWN} awaiting=true: what waits for their decision.` })
  requests(@Req() request: FastifyRequest): Promise<Answer<'Ties'>> {
    return this.list(request);
  }

  @Get(':id')
  @Policy('access.read')
  @describeRead({ ...one, summary: 'Access that was asked for' })
  access(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.one(id, request, reply);
  }

  @Post()
  @HttpCode(202)
  @Policy('access.request')
  @describeTieAct({
    tag,
    operationId: 'RequestAccess',
    body: 'RequestAccess',
    summary: 'Ask for access to a record, until a day',
    description: 'A head of an organ in charge of the record decides. That it was asked for says nothing of whether there is such a record.',
    status: 202,
    problems: ['access/not-needed', 'access/too-long'],
  })
  ask(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    noQuery(request);
    const { record, reason, until } = said(request, accessRequestBody);
    return this.begin({ kind: this.kind, record: record as StreamId, until }, reason, request, reply);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Policy('access.decide')
  @describeTieAct({ tag, operationId: 'ApproveAccess', body: 'TieReason', summary: 'Grant access that another person asked for', status: 200 })
  approve(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.change(id, 'APPROVE', said(request, tieReasonBody), request, reply);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Policy('access.decide')
  @describeTieAct({ tag, operationId: 'RefuseAccess', body: 'TieReason', summary: 'Refuse access that another person asked for', status: 200 })
  refuse(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.change(id, 'REFUSE', said(request, tieReasonBody), request, reply);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Policy('access.end')
  @describeTieAct({ tag, operationId: 'EndAccess', body: 'TieReason', summary: 'End access before its time, or take a request for it back', status: 200 })
  end(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.change(id, 'END', said(request, tieReasonBody), request, reply);
  }
}

@Controller(tiePaths.CONFLICT)
export class ConflictController extends TieController {
  protected readonly kind = 'CONFLICT';

  @Get()
  @Policy('access.read')
  @describeRead({ ...list, summary: 'Conflicts of interest, the newest first', description: OWN })
  conflicts(@Req() request: FastifyRequest): Promise<Answer<'Ties'>> {
    return this.list(request);
  }

  @Get(':id')
  @Policy('access.read')
  @describeRead({ ...one, summary: 'A conflict of interest' })
  conflict(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.one(id, request, reply);
  }

  @Post()
  @Policy('access.conflict')
  @describeTieAct({
    tag,
    operationId: 'DeclareConflict',
    body: 'DeclareConflict',
    summary: 'Declare a conflict of interest: from now on the record is hidden from the user',
    description: 'Anybody declares their own. That of another user is declared by a head of an organ in charge of the record, or of the organ they act for.',
    status: 201,
    problems: ['record/is-unknown'],
  })
  declare(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    noQuery(request);
    const { user = reachIn(request).actor.user, record, reason } = said(request, conflictBody);
    return this.begin({ kind: this.kind, record: record as StreamId, user }, reason, request, reply);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Policy('access.end')
  @describeTieAct({ tag, operationId: 'EndConflict', body: 'TieReason', summary: 'End a conflict of interest of another user', status: 200 })
  end(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer<'Tie'>> {
    return this.change(id, 'END', said(request, tieReasonBody), request, reply);
  }
}

export const accessControllers = [BreakGlassController, AccessRequestController, ConflictController];
export const accessHandlers = [BeginTieHandler, ChangeTieHandler, ListTiesHandler, ReadTieHandler];
