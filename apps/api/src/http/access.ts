import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { type Actor, type Reach, reachOf } from '@casetrail/domain';
import { withAllAbout } from '@casetrail/readmodel';
import { type Granting, type HashWords, type Look, recordLook, tiesOf } from '@casetrail/runtime';

/** What the database knows of whoever asks, besides the office, and where a look at something is recorded. */
export type Access = {
  readonly pool: Pool;
  readonly reachOf: (actor: Actor) => Promise<Reach>;
  readonly record: (look: Look) => Promise<void>;
  /** What is kept of words that somebody searched for. */
  readonly hashWords: HashWords;
  readonly granting: Granting;
};

export const accessIn = (pool: Pool, hashWords: HashWords, granting: Granting): Access => ({
  pool,
  reachOf: async (actor) => {
    const reach = reachOf(actor, await tiesOf(pool, actor));
    return reach.closed.length === 0 ? reach : { ...reach, closed: await withAllAbout(pool, reach.closed) };
  },
  record: (look) => recordLook(pool, look),
  hashWords,
  granting,
});

type Known = FastifyRequest & { actor?: Actor; reach?: Reach; isLookRecorded?: boolean };

export function known(request: FastifyRequest, actor: Actor, reach: Reach): void {
  Object.assign(request as Known, { actor, reach });
}

/** Who acts in this request. */
export const actorOf = (request: FastifyRequest): Actor => {
  const { actor } = request as Known;
  if (!actor) throw new Error('A route that needs to know who acts is public');
  return actor;
};

/** What whoever asks reaches, at the moment of the request. */
export const reachIn = (request: FastifyRequest): Reach => {
  const { reach } = request as Known;
  if (!reach) throw new Error('A route that needs to know what somebody reaches is public');
  return reach;
};

/** The look is recorded already, in one transaction with what it is about. */
export const lookRecorded = (request: FastifyRequest): void => void Object.assign(request as Known, { isLookRecorded: true });
export const isLookRecorded = (request: FastifyRequest): boolean => (request as Known).isLookRecorded === true;
