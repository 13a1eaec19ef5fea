import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@casetrail/domain';
import { RATES, VERIFY_TOKEN } from '../tokens.ts';
import { Problem } from './problem.ts';
import type { Rates } from './rates.ts';

/** Tells who acts from a token; rejects when the token is not valid. */
export type VerifyToken = (token: string) => Promise<Actor>;

const PUBLIC = 'casetrail:public';
/** Open to everyone, without a token. Whatever does not say so is not. */
export const Public = () => SetMetadata(PUBLIC, true);

const UNCOUNTED = 'casetrail:uncounted';
/** Asked for by machines, all the time, and cheap to answer: nobody is told to wait. */
export const Uncounted = () => SetMetadata(UNCOUNTED, true);

type Authenticated = FastifyRequest & { actor?: Actor };

/**
 * Lets nobody in without a valid token, except where a route is marked public, and nobody too often. Whoever has a valid token is not kept out by others
 * at the same address.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(VERIFY_TOKEN) private readonly verifyToken: VerifyToken,
    @Inject(RATES) private readonly rates: Rates,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Authenticated>();
    if (this.#isMarked(PUBLIC, context)) {
      if (!this.#isMarked(UNCOUNTED, context)) await this.rates.stranger(request);
      return true;
    }
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const actor = token === undefined ? undefined : await this.verifyToken(token).catch(() => undefined);
    if (actor === undefined) {
      await this.rates.stranger(request);
      throw token === undefined ? unnamed() : invalidToken();
    }
    request.actor = actor;
    await this.rates.known(request);
    return true;
  }

  #isMarked(mark: string, context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, [context.getHandler(), context.getClass()]) === true;
  }
}

const unnamed = () => new Problem('authentication/required', undefined, { headers: { 'www-authenticate': 'Bearer realm="casetrail"' } });
const invalidToken = () =>
  new Problem('authentication/invalid-token', undefined, { headers: { 'www-authenticate': 'Bearer realm="casetrail", error="invalid_token"' } });

/** Who acts in this request. */
export const actorOf = (request: FastifyRequest): Actor => {
  const { actor } = request as Authenticated;
  if (!actor) throw new Error('A route that needs to know who acts is public');
  return actor;
};
