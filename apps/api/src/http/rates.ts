import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Edge } from '@casetrail/runtime';
import { actorOf } from './access.ts';
import { Problem } from './problem.ts';

const SECOND = 1000;
/** So many users or addresses are counted at a time; whoever did not ask for longest is forgotten first. */
const COUNTED = 20_000;

/** Counts a request, and refuses it where there were too many. */
type Counter = (request: FastifyRequest) => Promise<void>;
/** Whoever shows a valid token is counted by name, wherever the request comes from; all others by address. */
export type Rates = {
  readonly known: Counter;
  readonly stranger: Counter;
  /** What is counted besides, because it tells much about persons: looking for something, seeing who somebody is, taking a list away. */
  readonly searching: Counter;
  readonly revealing: Counter;
  readonly exporting: Counter;
};

const periods = { 'ten seconds': 10 * SECOND, 'a minute': 60 * SECOND, 'an hour': 3600 * SECOND } as const;

/** Counts in this process. Where several run, each lets as many through. */
export async function openRates(fastify: FastifyInstance, { reads, writes, strangers, searches, reveals, exports }: Edge['rates']): Promise<Rates> {
  await fastify.register(rateLimit, { global: false, cache: COUNTED });
  const counter = (max: number, period: keyof typeof periods, of: (request: FastifyRequest) => string, what: string): Counter => {
    if (max === 0) return async () => undefined;
    const count = fastify.createRateLimit({ max, timeWindow: periods[period], keyGenerator: of });
    return async (request) => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      const after = Math.max(1, counted.ttlInSeconds);
      throw new Problem('request/too-many', `At most ${max} ${what} in ${period}. Nothing was done; the same request may be sent again in ${after} s.`, {
        headers: { 'retry-after': String(after) },
      });
    };
  };
  const user = (request: FastifyRequest) => actorOf(request).user;
  const reading = counter(reads, 'ten seconds', user, 'reading requests of a user');
  const writing = counter(writes, 'ten seconds', user, 'writing requests of a user');
  return {
    known: (request) => (request.method === 'GET' || request.method === 'HEAD' ? reading(request) : writing(request)),
    stranger: counter(strangers, 'ten seconds', ({ ip }) => rateLimit.normalizeIP(ip), 'requests of an address without a valid token'),
    searching: counter(searches, 'a minute', user, 'searches of a user'),
    revealing: counter(reveals, 'a minute', user, 'revelations of personal data to a user'),
    exporting: counter(exports, 'an hour', user, 'exports of a user'),
  };
}
