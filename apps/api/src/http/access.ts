import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { type Actor, type Reach, type Tie, reachOf } from '@casetrail/domain';
import { Gathering } from '@casetrail/ledger';
import { withAllAbout } from '@casetrail/readmodel';
import { type Granting, type HashWords, type Look, recordLook, tiesOf } from '@casetrail/runtime';

const MOST_AT_ONCE = 64;

/** What the database knows of whoever asks, besides the office, and where a look at something is recorded. */
export type Access = {
  readonly pool: Pool;
  readonly reachOf: (actor: Actor) => Promise<Reach>;
  readonly record: (look: Look) => Promise<void>;
  /** What is kept of words that somebody searched for. */
  readonly hashWords: HashWords;
  readonly granting: Granting;
};

export function accessIn(pool: Pool, hashWords: HashWords, granting: Granting): Access {
  const ties = new Gathering<Actor, readonly Tie[]>({ answer: (actors) => tiesOf(pool, actors), fit: fewAtOnce, lanes: 1 });
  return {
    pool,
    reachOf: async (actor) => {
      const reach = reachOf(actor, await ties.ask(actor));
      return reach.closed.length === 0 ? reach : { ...reach, closed: await withAllAbout(pool, reach.closed) };
    },
    record: (look) => recordLook(pool, look),
    hashWords,
    granting,
  };
}

/** Who comes while the database is being asked is asked for together with all who come meanwhile, after they have come: nobody is answered with what was so before. */
export const fewAtOnce = ({ length }: readonly unknown[]): number => Math.min(MOST_AT_ONCE, length);

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
