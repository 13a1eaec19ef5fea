import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@casetrail/domain';
import { VERIFY_TOKEN } from '../tokens.ts';
import { Problem } from './problem.ts';

/** Tells who acts from a token, and in which office where somebody holds several. Rejects with a Problem when the token is not valid or there is no such office. */
export type VerifyToken = (token: string, office?: string) => Promise<Actor>;

const PUBLIC = 'casetrail:public';
/** Open to everyone, without a token. Whatever does not say so is not. */
export const Public = () => SetMetadata(PUBLIC, true);

type Authenticated = FastifyRequest & { actor?: Actor };

/** Lets nobody in without a valid token, except where a route is marked public. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(VERIFY_TOKEN) private readonly verifyToken: VerifyToken,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<Authenticated>();
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem('authentication/required', undefined, { headers: { 'www-authenticate': 'Bearer realm="casetrail"' } });
    request.actor = await this.verifyToken(token, [request.headers['casetrail-office']].flat()[0]);
    return true;
  }
}

/** Who acts in this request. */
export const actorOf = (request: FastifyRequest): Actor => {
  const { actor } = request as Authenticated;
  if (!actor) throw new Error('A route that needs to know who acts is public');
  return actor;
};
