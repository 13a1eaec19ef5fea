import { HttpException } from '@nestjs/common';
import { type Answer, type ProblemCode, problems, refusal } from '@casetrail/contracts';
import { type Category, Rejection, deciders } from '@casetrail/domain';
import { CommandIdReused, StaleVersion, TooMuchContention } from '@casetrail/ledger';
import { IssuerUnavailable, LookNotRecorded } from '@casetrail/runtime';

type Body = Omit<Answer<'Problem'>, 'requestId'>;
type More = Pick<Body, 'errors' | 'details'> & { readonly headers?: Readonly<Record<string, string>> };

/** An error that says what it answers. Refusals of the domain are Rejections instead, and faults are ordinary errors. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly more: More;

  constructor(code: ProblemCode, detail: string = problems[code].meaning, more: More = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.more = more;
  }
}

/** A problem as it is answered, but for the id of the request. */
export type Answered = Body & { readonly headers: Readonly<Record<string, string>> };

const AGAIN_IN_A_SECOND = { 'retry-after': '1' };

/** What an error answers. Whatever is not known here is a fault of ours, and says nothing of itself. */
export function answerTo(error: unknown): Answered {
  if (error instanceof Problem) return answer(error.code, error.message, error.more);
  if (error instanceof Rejection) {
    const { status, title } = refusal(error.code);
    return {
      type: `/problems/${error.code}`,
      title,
      status,
      detail: error.message,
      code: error.code,
      ...(error.details && { details: error.details }),
      headers: {},
    };
  }
  if (error instanceof StaleVersion) return answer('request/stale-version', error.message, { details: { version: error.actual } });
  if (error instanceof CommandIdReused) return answer('idempotency/key-reused');
  if (error instanceof TooMuchContention) return answer('ledger/contention', error.message, { headers: AGAIN_IN_A_SECOND });
  if (error instanceof IssuerUnavailable) return answer('authentication/issuer-unavailable', undefined, { headers: AGAIN_IN_A_SECOND });
  if (error instanceof LookNotRecorded) return answer('look/not-recorded', undefined, { headers: AGAIN_IN_A_SECOND });
  if (isDatabaseTrouble(error)) return answer('service/database-unavailable', undefined, { headers: AGAIN_IN_A_SECOND });
  if (error instanceof HttpException) return answer(byStatus[error.getStatus()] ?? (error.getStatus() < 500 ? 'request/malformed' : 'service/fault'));
  return answer('service/fault');
}

function answer(code: ProblemCode, detail: string = problems[code].meaning, { headers = {}, ...more }: More = {}): Answered {
  const { status, title } = problems[code];
  return { type: `/problems/${code}`, title, status, detail, code, ...more, headers };
}

/** What Fastify and Nest answer by themselves. */
const byStatus: Readonly<Record<number, ProblemCode>> = {
  404: 'request/unknown-route',
  408: 'request/timeout',
  413: 'request/too-large',
  414: 'request/url-too-long',
  415: 'request/unsupported-media-type',
  431: 'request/headers-too-large',
};

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
/** SQLSTATE: connection lost, no slot left, shutting down or starting, cancelled by a time limit, or a standby that cannot write. */
const outOfService = /^(08...|53300|57P0[1-5]|57014|55P03|25006)$/;
/** pg says these without a code; the last two are what TypeORM says when a connection is lost inside a transaction. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end|Query runner already released|Database connection provided by a query runner was already released)/;

/** Whether the database cannot be reached or does not answer in time, as opposed to a mistake in what we asked. */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && (unreachable.has(code) || outOfService.test(code))) || lostConnection.test(error.message);
}

/** A record of some category that is not there, or whose id cannot be one. */
export const unknownRecord = (category: Category): Rejection =>
  new Rejection(`${category.replaceAll('_', '-')}/is-unknown`, `There is no such ${deciders[category].noun}.`);
