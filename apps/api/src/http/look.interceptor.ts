import { Readable } from 'node:stream';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Observable, catchError, concatMap, from, throwError } from 'rxjs';
import { type ActionName, type StreamId, actionOf } from '@casetrail/domain';
import type { Look } from '@casetrail/runtime';
import { ACCESS } from '../tokens.ts';
import { type Access, isLookRecorded } from './access.ts';
import { lookAt, shownIn } from './look.ts';
import { policyOf } from './policy.ts';
import { answerTo } from './problem.ts';

/** Whoever reads looks is found by what they asked for. If all that the looks named were named again, looks at looks would grow without end. */
const tellsOfLooks = (action: ActionName): boolean => action === 'looks.read' || action === 'looks.mine';

/**
 * Records who looked at what, before the answer leaves: where that cannot be recorded, there is no answer. What was refused or not found is recorded like what was
 * shown, so that whoever tries out ids is seen, and takes as long.
 */
@Injectable()
export class LookInterceptor implements NestInterceptor {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const policy = policyOf(context.getHandler(), context.getClass());
    if (!policy || !('action' in policy)) return next.handle();
    const { action } = policy;
    const { isRecorded, recordsItself } = actionOf(action);
    if (!isRecorded || recordsItself) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const record = (outcome: Look['outcome'], shown: readonly StreamId[] = []) =>
      this.access.record(lookAt(request, action, outcome, shown, { isChecked: outcome === 'SHOWN', hashWords: this.access.hashWords }));
    return next.handle().pipe(
      catchError((error: unknown) => {
        const outcome = outcomeOf(error);
        return outcome === undefined ? throwError(() => error) : from(record(outcome)).pipe(concatMap(() => throwError(() => error)));
      }),
      concatMap(async (answer: unknown) => {
        if (isLookRecorded(request)) return answer;
        if (answer instanceof StreamableFile) return recordedPartByPart(answer, record);
        await record('SHOWN', tellsOfLooks(action) ? [] : shownIn(answer));
        return answer;
      }),
    );
  }
}

/** What is refused before anything is looked for tells nothing of what there is, nor does a fault. */
const silent = /^(request|idempotency|look|service|authentication)\//;

function outcomeOf(error: unknown): Look['outcome'] | undefined {
  const { status, code } = answerTo(error);
  if (silent.test(code)) return undefined;
  return status === 403 ? 'REFUSED' : 'NOTHING';
}

/** What is too long to be held is recorded as it goes out: first that it was asked for, then each part before it leaves. A part that cannot be recorded ends the answer. */
async function recordedPartByPart(answer: StreamableFile, record: (outcome: 'SHOWN', shown?: readonly StreamId[]) => Promise<void>): Promise<StreamableFile> {
  await record('SHOWN');
  const parts = async function* () {
    for await (const part of answer.getStream() as AsyncIterable<string | Buffer>) {
      const shown = shownIn(part.toString());
      if (shown.length > 0) await record('SHOWN', shown);
      yield part;
    }
  };
  return new StreamableFile(Readable.from(parts()), answer.options);
}
