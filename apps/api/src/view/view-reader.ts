import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Reach, type StreamId, categoryOf } from '@casetrail/domain';
import { Ledger, LoadedStreams } from '@casetrail/ledger';
import { InvalidCursor, Views } from '@casetrail/readmodel';
import { etag } from '../command/write-request.ts';
import { Problem, unknownRecord } from '../http/problem.ts';
import { invalid } from '../http/validation.ts';
import { canSee } from './sight.ts';

/** What every query for a screen does alike. */
@Injectable()
export class ViewReader {
  constructor(
    protected readonly views: Views,
    private readonly ledger: Ledger,
  ) {}

  /** Tells a record that is not there, or not shown to whoever asks, from one of which something was recorded a moment ago and is not shown yet. */
  protected async found<T>(id: StreamId, reach: Reach, reading: Promise<T | undefined>): Promise<T> {
    const file = await reading;
    if (file !== undefined) return file;
    const shownTo = await this.views.position();
    const streams = new LoadedStreams(this.ledger);
    await streams.load([id]);
    const recorded = streams.world.version(id);
    if (recorded > (await this.ledger.versionAt(id, shownTo)) && (await canSee(streams, id, reach)))
      throw new Problem('view/not-shown-yet', undefined, { details: { shownTo }, headers: { 'retry-after': '1' } });
    throw unknownRecord(categoryOf(id));
  }

  protected listed<T>(reading: Promise<T>): Promise<T> {
    return reading.catch((error: unknown) => {
      throw error instanceof InvalidCursor ? invalid([{ path: 'after', code: 'invalid-format', message: 'is no place in this list' }], 'query') : error;
    });
  }
}

/** A file answers with the version of its record. */
export function withVersion<T>(reply: FastifyReply, version: number, file: T): T {
  void reply.header('etag', etag(version));
  return file;
}
