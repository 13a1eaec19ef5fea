import { Readable } from 'node:stream';
import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ledgerQuery } from '@casetrail/contracts';
import type { Category, StreamId } from '@casetrail/domain';
import { Ledger, type Lines, type Selection, ledgerLines } from '@casetrail/ledger';
import { reachIn } from '../http/access.ts';
import { Policy } from '../http/policy.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';
import { seesSealed } from '../view/sight.ts';

const USUAL = 1000;

/** Events of the ledger in their order, as lines of JSON that hold the stored bytes as they are. */
export class LedgerEvents extends Query<Lines> {
  constructor(readonly selection: Selection) {
    super();
  }
}

@QueryHandler(LedgerEvents)
export class LedgerEventsHandler implements IQueryHandler<LedgerEvents> {
  constructor(private readonly ledger: Ledger) {}

  execute({ selection }: LedgerEvents): Promise<Lines> {
    return ledgerLines(this.ledger.pool, selection);
  }
}

@Controller('/v1/ledger')
export class LedgerController {
  constructor(private readonly queries: QueryBus) {}

  @Get('events')
  @Policy('ledger.read')
  @describeRead({
    tag: 'Ledger',
    summary: 'The ledger itself, from a position on, or what fits of it; for auditors',
    problems: ['role/not-allowed'],
    query: ledgerQuery,
    response: 'LedgerLine',
    types: ['application/x-ndjson'],
    description:
      'One line of JSON for each event. `event` is the stored bytes as they are: their SHA-256 is `hash`. An event of a sealed record is withheld from whoever is not of the discipline organs: its line says `sealed` instead of `event`, and no filter by what an event says selects it. Go on with `after` = the last `position`; no lines: nothing more fits up to the end of the ledger, whose position the header `x-ledger-position` gives. Filters narrow each other. The days of `from` and `to` are days of recording in Asia/Shanghai.',
  })
  async events(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { type, category, stream, from, to, actor, limit = USUAL, all, ...rest } = valid(ledgerQuery, request.query, 'query');
    const { position, lines } = await this.queries.execute(
      new LedgerEvents({
        ...rest,
        types: type?.split(','),
        categories: category?.split(',') as Category[] | undefined,
        stream: stream as StreamId | undefined,
        recordedFrom: from,
        recordedTo: to,
        user: actor,
        limit: all ? undefined : limit,
        withheld: !seesSealed(reachIn(request)),
      }),
    );
    void reply.header('x-ledger-position', String(position));
    return new StreamableFile(Readable.from(joined(lines)), { type: 'application/x-ndjson; charset=utf-8' });
  }
}

async function* joined(chunks: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const lines of chunks) yield lines.join('');
}
