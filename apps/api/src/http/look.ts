import type { FastifyRequest } from 'fastify';
import { type ActionName, type StreamId, figures, isStreamId, streamsIn } from '@casetrail/domain';
import { type HashWords, type Look, policyHash } from '@casetrail/runtime';
import { actorOf } from './access.ts';

/** What was asked: whether it was checked before, and what stands in for words that somebody typed. */
type Asked = { readonly isChecked: boolean; readonly hashWords: HashWords };

/** Parts of a query that can only hold what is on a list, an id, a day, a number or a place in a list. Of any other a keyed hash is kept: it may be a name. */
const closed = new Set([
  ...['after', 'limit', 'all', 'before', 'position', 'version', 'knownAt', 'asOf', 'from', 'to', 'occurredFrom', 'occurredTo', 'filedFrom', 'filedTo'],
  ...['district', 'status', 'scope', 'isCracked', 'tier', 'kind', 'type', 'category', 'ruleSet', 'format', 'lang', 'month', 'quarter', 'outcome', 'action'],
  ...['group', 'target', 'refersTo', 'stream', 'person', 'record', 'awaiting', 'fromAsOf', 'toAsOf', 'fromKnownAt', 'toKnownAt', 'publication', 'step'],
]);
const figureIds = new Set<string>(figures.map(({ id }) => id));
const LONGEST = 200;

/** Nothing but an id, a day or a number that is too short to be somebody's. */
const isPlain = (text: string): boolean => isStreamId(text) || figureIds.has(text) || /^(\d{1,9}|\d{4}-\d\d-\d\d)$/.test(text);

export function lookAt(request: FastifyRequest, action: ActionName, outcome: Look['outcome'], shown: readonly StreamId[], asked: Asked): Look {
  const kept = (name: string, value: unknown): string => {
    const text = String(value);
    return isPlain(text) || (asked.isChecked && closed.has(name)) ? text.slice(0, LONGEST) : asked.hashWords(text);
  };
  const each = (of: unknown) =>
    Object.fromEntries(Object.entries((of ?? {}) as Readonly<Record<string, unknown>>).map(([name, value]) => [name, kept(name, value)]));
  const [query, params] = [each(request.query), each(request.params)];
  return {
    by: actorOf(request),
    action,
    subject: subjectOf(request),
    detail: {
      route: request.routeOptions.url,
      policy: policyHash,
      ...(Object.keys(params).length > 0 && { params }),
      ...(Object.keys(query).length > 0 && { query }),
      ...(shown.length > 0 && { shown }),
    },
    outcome,
    requestId: request.id,
  };
}

/** The record that is asked for: by the path, the query, or what is sent. */
function subjectOf({ params, query, body }: FastifyRequest): StreamId | undefined {
  const { id } = (params ?? {}) as { readonly id?: unknown };
  const { person, record } = (query ?? {}) as { readonly person?: unknown; readonly record?: unknown };
  const { record: sent } = (body ?? {}) as { readonly record?: unknown };
  return [id, person, record, sent].find(isStreamId);
}

/** Every record that an answer names, wherever in it. Who was looked at is found by these. */
export const shownIn = (answer: unknown): readonly StreamId[] => streamsIn(typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? ''));
