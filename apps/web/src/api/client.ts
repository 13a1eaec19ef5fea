import type { Answer } from '@casetrail/contracts';
import { session } from './session.ts';

export type Problem = Answer<'Problem'>;

/** An answer that is a problem; or no answer at all, whose code is `network/unreachable`. */
export class ProblemError extends Error {
  readonly problem: Omit<Problem, 'type'>;
  readonly retryAfter: number | undefined;

  constructor(problem: Omit<Problem, 'type'>, retryAfter?: number) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

export const problemOf = (error: unknown): Omit<Problem, 'type'> =>
  error instanceof ProblemError
    ? error.problem
    : {
        code: 'console/fault',
        status: 0,
        title: 'Something went wrong in this page',
        detail: error instanceof Error ? error.message : String(error),
        requestId: '',
      };

type Asked = {
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Of a write: made when its form opened, so that a repetition is recorded once. */
  readonly key?: string;
  readonly version?: number | undefined;
  readonly signal?: AbortSignal;
};

export const addressOf = (path: string, query: Asked['query'] = {}): string => {
  const named = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return named.length === 0 ? path : `${path}?${new URLSearchParams(named.map(([name, value]) => [name, String(value)]))}`;
};

/** Sends a request as whoever is signed in. Where the session has ended it waits until somebody has signed in again, and sends the same request once more. */
export async function ask(path: string, asked: Asked = {}): Promise<Response> {
  const answer = await send(path, asked);
  if (answer.status === 401 && session.isSignedIn()) {
    await session.renewed();
    return checked(await send(path, asked));
  }
  return checked(answer);
}

async function send(path: string, { method = 'GET', query, body, key, version, signal }: Asked): Promise<Response> {
  const headers: Record<string, string> = { ...session.headers(), 'accept-language': document.documentElement.lang };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key !== undefined) headers['idempotency-key'] = key;
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  try {
    return await fetch(addressOf(path, query), { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }), ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError({ code: 'network/unreachable', status: 0, title: 'No answer', detail: 'Casetrail could not be reached.', requestId: '' });
  }
}

async function checked(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const after = Number(answer.headers.get('retry-after')) || undefined;
  const problem = (await answer.json().catch(() => undefined)) as Problem | undefined;
  throw new ProblemError(
    problem ?? {
      code: 'service/fault',
      status: answer.status,
      title: answer.statusText,
      detail: `HTTP ${answer.status}`,
      requestId: answer.headers.get('x-request-id') ?? '',
    },
    after,
  );
}

export const read = async <T>(path: string, query?: Asked['query'], signal?: AbortSignal): Promise<T> =>
  (await ask(path, { ...(query && { query }), ...(signal && { signal }) })).json() as Promise<T>;

/** Sends a command. Answers its receipt. */
export const write = async (path: string, body: unknown, key: string, version?: number): Promise<Answer<'Receipt'>> =>
  (await ask(path, { method: 'POST', body, key, version })).json() as Promise<Answer<'Receipt'>>;
