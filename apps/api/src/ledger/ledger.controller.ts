import { Readable } from 'node:stream';
import { Controller, Get, Req, StreamableFile } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { ledgerQuery } from '@casetrail/contracts';
import { Rejection } from '@casetrail/domain';
import { Ledger } from '@casetrail/ledger';
import { actorOf } from '../http/authentication.guard.ts';
import { valid } from '../http/validation.ts';
import { describeRead } from '../openapi/describe.ts';

const USUAL = 1000;
const AT_ONCE = 500;

/** Events of the ledger in their order, as lines of JSON that hold the stored bytes as they are. */
export class LedgerEvents extends Query<AsyncIterable<string>> {
  constructor(
    readonly after: number,
    readonly limit: number,
  ) {
    super();
  }
}

type Row = { position: string; recorded_at: Date; hash: string; bytes: Buffer };

@QueryHandler(LedgerEvents)
export class LedgerEventsHandler implements IQueryHandler<LedgerEvents> {
  constructor(private readonly ledger: Ledger) {}

  /** The first lines are read before anything is answered: what fails, fails with a status. */
  async execute({ after, limit }: LedgerEvents): Promise<AsyncIterable<string>> {
    const last = after + limit;
    const first = await this.#lines(after, Math.min(after + AT_ONCE, last));
    return this.#goOn(first, after + AT_ONCE, last);
  }

  async *#goOn(first: readonly string[], after: number, last: number): AsyncGenerator<string> {
    let lines = first;
    for (let from = after; lines.length > 0; from += AT_ONCE) {
      yield lines.join('');
      lines = from < last ? await this.#lines(from, Math.min(from + AT_ONCE, last)) : [];
    }
  }

  /** Positions are dense, so an empty answer is the end. The bytes are JSON already, and are not parsed. */
  async #lines(after: number, last: number): Promise<string[]> {
    const { rows } = await this.ledger.pool.query<Row>({
      name: 'api.ledger-lines',
      text: `select position, recorded_at, encode(hash, 'hex') as hash, bytes from ledger.events where position > $1 and position <= $2 order by position`,
      values: [after, last],
    });
    return rows.map(
      ({ position, recorded_at, hash, bytes }) =>
        `{"position":${position},"recordedAt":"${recorded_at.toISOString()}","hash":"${hash}","event":${bytes.toString('utf8')}}\n`,
    );
  }
}

@Controller('/v1/ledger')
export class LedgerController {
  constructor(private readonly queries: QueryBus) {}

  @Get('events')
  @describeRead({
    tag: 'Ledger',
    summary: 'The ledger itself, from a position on; for auditors',
    problems: ['role/not-allowed'],
    query: ledgerQuery,
    response: 'LedgerLine',
    types: ['application/x-ndjson'],
    description:
      'One line of JSON for each event. `event` is the stored bytes as they are: their SHA-256 is `hash`. Go on with `after` = the last `position`; no lines: that was the end.',
  })
  async events(@Req() request: FastifyRequest): Promise<StreamableFile> {
    const { after = 0, limit = USUAL } = valid(ledgerQuery, request.query, 'query');
    if (actorOf(request).role !== 'AUDITOR')
      throw new Rejection('role/not-allowed', 'The ledger itself is for auditors: it holds the keyed hashes of identity numbers.');
    return new StreamableFile(Readable.from(await this.queries.execute(new LedgerEvents(after, limit))), { type: 'application/x-ndjson; charset=utf-8' });
  }
}
