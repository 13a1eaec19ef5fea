import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { type Actor, type Reach, reachOf } from '@casetrail/domain';
import { type Look, recordLook, tiesOf } from '@casetrail/runtime';

/** What the database knows of whoever asks, besides the office, and where a look at something is recorded. */
export type Access = { readonly reachOf: (actor: Actor) => Promise<Reach>; readonly record: (look: Look) => Promise<void> };

export const accessIn = (pool: Pool): Access => ({
  reachOf: async (actor) => reachOf(actor, await tiesOf(pool, actor.user)),
  record: (look) => recordLook(pool, look),
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
