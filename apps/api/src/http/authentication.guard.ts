import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@casetrail/domain';
import { RATES, VERIFY_TOKEN } from '../tokens.ts';
import { Problem } from './problem.ts';
import type { Rates } from './rates.ts';

/** Tells who acts from a token, and in which office where somebody holds several. Rejects with a Problem when the token is not valid or there is no such office. */
export type VerifyToken = (token: string, office?: string) => Promise<Actor>;

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
    request.actor = await this.#actorOf(request).catch(async (error: unknown) => {
      if (error instanceof Problem && error.code.startsWith('authentication/')) await this.rates.stranger(request);
      throw error;
    });
    await this.rates.known(request);
    return true;
  }

  async #actorOf({ headers }: FastifyRequest): Promise<Actor> {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem('authentication/required', undefined, { headers: { 'www-authenticate': 'Bearer realm="casetrail"' } });
    return this.verifyToken(token, [headers['casetrail-office']].flat()[0]);
  }

  #isMarked(mark: string, context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, [context.getHandler(), context.getClass()]) === true;
  }
}

/** Who acts in this request. */
export const actorOf = (request: FastifyRequest): Actor => {
  const { actor } = request as Authenticated;
  if (!actor) throw new Error('A route that needs to know who acts is public');
  return actor;
};
