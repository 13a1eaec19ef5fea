import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Observable, catchError, concatMap, from, of, throwError } from 'rxjs';
import { type ActionName, type StreamId, actionOf, isStreamId } from '@casetrail/domain';
import type { Look } from '@casetrail/runtime';
import { ACCESS } from '../tokens.ts';
import { type Access, actorOf, isLookRecorded } from './access.ts';
import { policyOf } from './policy.ts';
import { answerTo } from './problem.ts';

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
    const record = (outcome: Look['outcome'], shown: readonly StreamId[]) => from(this.access.record(lookAt(request, action, outcome, shown)));
    return next.handle().pipe(
      catchError((error: unknown) => {
        const outcome = refused[answerTo(error).status];
        return outcome === undefined ? throwError(() => error) : record(outcome, []).pipe(concatMap(() => throwError(() => error)));
      }),
      concatMap((answer: unknown) => (isLookRecorded(request) ? of(answer) : record('SHOWN', shownIn(answer)).pipe(concatMap(() => of(answer))))),
    );
  }
}

const refused: Readonly<Record<number, Look['outcome']>> = { 403: 'REFUSED', 404: 'NOTHING' };

function lookAt(request: FastifyRequest, action: ActionName, outcome: Look['outcome'], shown: readonly StreamId[]): Look {
  const { id } = request.params as { readonly id?: unknown };
  const query = request.query as Readonly<Record<string, unknown>>;
  return {
    by: actorOf(request),
    action,
    subject: isStreamId(id) ? id : undefined,
    detail: {
      route: request.routeOptions.url,
      ...(Object.keys(query).length > 0 && {
        query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value).slice(0, LONGEST)])),
      }),
      ...(shown.length > 0 && { shown }),
    },
    outcome,
    requestId: request.id,
  };
}

const LONGEST = 200;
const MOST_SHOWN = 200;

/** The records that an answer is about: those of a list, or the one it opens. Who was looked at is found by these. */
function shownIn(answer: unknown): StreamId[] {
  if (answer === null || typeof answer !== 'object') return [];
  const found = new Set<StreamId>();
  const take = (value: unknown) => void (isStreamId(value) && found.add(value));
  for (const value of [answer, ...Object.values(answer)].flatMap((one) => (Array.isArray(one) ? one : [one])) as unknown[])
    if (value !== null && typeof value === 'object')
      for (const field of ['id', 'unit', 'personId', 'person', 'stream']) take((value as Readonly<Record<string, unknown>>)[field]);
  return [...found].slice(0, MOST_SHOWN);
}
