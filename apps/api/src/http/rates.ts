import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Edge } from '@casetrail/runtime';
import { actorOf } from './access.ts';
import { Problem } from './problem.ts';

const WINDOW = 10_000;
const MINUTE = 60_000;
/** So many users or addresses are counted at a time; whoever did not ask for longest is forgotten first. */
const COUNTED = 20_000;

/** Counts a request, and refuses it where there were too many. */
type Counter = (request: FastifyRequest) => Promise<void>;
/** Whoever shows a valid token is counted by name, wherever the request comes from; all others by address. */
export type Rates = {
  readonly known: Counter;
  readonly stranger: Counter;
  /** Looking for a person by number: who may try many, finds everybody. */ readonly find: Counter;
};

/** Counts in this process. Where several run, each lets as many through. */
export async function openRates(fastify: FastifyInstance, { reads, writes, strangers, finds }: Edge['rates']): Promise<Rates> {
  await fastify.register(rateLimit, { global: false, cache: COUNTED });
  const counter = (max: number, of: (request: FastifyRequest) => string, what: string, timeWindow = WINDOW): Counter => {
    if (max === 0) return async () => undefined;
    const count = fastify.createRateLimit({ max, timeWindow, keyGenerator: of });
    return async (request) => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      const after = Math.max(1, counted.ttlInSeconds);
      throw new Problem(
        'request/too-many',
        `At most ${max} ${what} in ${timeWindow === MINUTE ? 'a minute' : 'ten seconds'}. Nothing was done; the same request may be sent again in ${after} s.`,
        {
          headers: { 'retry-after': String(after) },
        },
      );
    };
  };
  const user = (request: FastifyRequest) => actorOf(request).user;
  const [reading, writing] = [counter(reads, user, 'reading requests of a user'), counter(writes, user, 'writing requests of a user')];
  return {
    known: (request) => (request.method === 'GET' || request.method === 'HEAD' ? reading(request) : writing(request)),
    stranger: counter(strangers, ({ ip }) => rateLimit.normalizeIP(ip), 'requests of an address without a valid token'),
    find: counter(finds, user, 'searches of a user for a person', MINUTE),
  };
}
