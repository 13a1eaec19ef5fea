import { Readable } from 'node:stream';
import { Controller, Get, Inject, Req, Res, StreamableFile } from '@nestjs/common';
import { decodeJwt } from 'jose';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../http/access.ts';
import type { VerifyToken } from '../http/authentication.guard.ts';
import { Policy } from '../http/policy.ts';
import { noQuery } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { VERIFY_TOKEN } from '../tokens.ts';
import { LiveHub, type LiveState } from './live-hub.ts';

const HEARTBEAT_MS = 15_000;
const LONGEST_MS = 3_600_000;

/** Server-sent events for whoever watches: they say that something has moved, never what. */
@Controller('/v1/live')
export class LiveController {
  constructor(
    private readonly hub: LiveHub,
    @Inject(VERIFY_TOKEN) private readonly verifyToken: VerifyToken,
  ) {}

  @Get()
  @Policy('figures.read')
  @describeRead({
    tag: 'Figures',
    summary: 'How far ledger, figures and seal have come, each time that one of them moves',
    response: 'LiveState',
    types: ['text/event-stream'],
    description:
      'Server-sent events named `state`, each with a LiveState; a comment every 15 seconds. The stream ends when the token expires or the office is held no longer. Ask for the figures again at `countedTo`.',
  })
  async live(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    noQuery(request);
    const { user } = actorOf(request);
    const [token, office] = [String(request.headers.authorization).replace(/^Bearer +/i, ''), [request.headers['casetrail-office']].flat()[0]];
    const stream = new Readable({ read: () => undefined });
    const end = () => void stream.push(null);
    const tell = (state: LiveState) => void stream.push(`id: ${state.countedTo}\nevent: state\ndata: ${JSON.stringify(state)}\n\n`);
    const leave = await this.hub.listen({ user, tell, end });

    const stillHeld = () => this.verifyToken(token, office).then(() => stream.push(': still here\n\n'), end);
    const beat = setInterval(() => void stillHeld(), HEARTBEAT_MS);
    const expiry = setTimeout(end, Math.min(LONGEST_MS, Math.max(0, (decodeJwt(token).exp ?? 0) * 1000 - Date.now())));
    const over = () => {
      leave();
      clearInterval(beat);
      clearTimeout(expiry);
    };
    stream.once('close', over).once('end', over);
    request.raw.socket.once('close', () => stream.destroy());
    void reply.header('x-accel-buffering', 'no');
    return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
  }
}
