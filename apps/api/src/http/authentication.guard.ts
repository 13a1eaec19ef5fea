import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type ActionName, type Actor, type Reach, Rejection, actionOf, decideAccess } from '@casetrail/domain';
import { ACCESS, RATES, VERIFY_TOKEN } from '../tokens.ts';
import { type Access, known } from './access.ts';
import { lookAt } from './look.ts';
import { type ClosedPolicy, doingOf, policyOf, rolesOf } from './policy.ts';
import { Problem } from './problem.ts';
import type { Rates } from './rates.ts';

/** Tells who acts from a token, and in which office where somebody holds several. Rejects with a Problem when the token is not valid or there is no such office. */
export type VerifyToken = (token: string, office?: string) => Promise<Actor>;

const UNCOUNTED = 'casetrail:uncounted';
/** Asked for by machines, all the time, and cheap to answer: nobody is told to wait. */
export const Uncounted = () => SetMetadata(UNCOUNTED, true);

/**
 * Lets nobody in without a valid token in an office that may do what the route is for, except where a route is marked public, and nobody too often. Whoever has a
 * valid token is not kept out by others at the same address.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(VERIFY_TOKEN) private readonly verifyToken: VerifyToken,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(RATES) private readonly rates: Rates,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const policy = policyOf(context.getHandler(), context.getClass());
    if (!policy) throw new Error('A route without a policy is served to nobody');
    if ('isPublic' in policy) {
      if (!this.#isMarked(UNCOUNTED, context)) await this.rates.stranger(request);
      return true;
    }
    const actor = await this.#actorOf(request).catch(async (error: unknown) => {
      if (error instanceof Problem && error.code.startsWith('authentication/')) await this.rates.stranger(request);
      throw error;
    });
    const reach = await this.access.reachOf(actor);
    known(request, actor, reach);
    await this.rates.known(request);
    await this.#assertAllowed(policy, request, reach);
    if ('action' in policy) await this.#countPersonal(policy.action, request);
    return true;
  }

  async #actorOf({ headers }: FastifyRequest): Promise<Actor> {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem('authentication/required', undefined, { headers: { 'www-authenticate': 'Bearer realm="casetrail"' } });
    return this.verifyToken(token, [headers['casetrail-office']].flat()[0]);
  }

  /** Looking for persons, or by a text, and seeing who somebody is. */
  async #countPersonal(action: ActionName, request: FastifyRequest): Promise<void> {
    if (action === 'personal-data.reveal') await this.rates.revealing(request);
    else if (action === 'personal-data.find' || (request.query as { readonly text?: unknown }).text !== undefined) await this.rates.searching(request);
  }

  /** Who tries what is not for their role is recorded like a look that was refused. */
  async #assertAllowed(policy: ClosedPolicy, request: FastifyRequest, reach: Reach): Promise<void> {
    if ('action' in policy && actionOf(policy.action).isRecorded && decideAccess(reach, doingOf(policy)) !== 'allow')
      await this.access.record(lookAt(request, policy.action, 'REFUSED', [], { isChecked: false, hashWords: this.access.hashWords }));
    assertAllowed(policy, reach);
  }

  #isMarked(mark: string, context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, [context.getHandler(), context.getClass()]) === true;
  }
}

/**
 * What the policy says before any record is looked at.
 * @throws Rejection role/not-allowed
 */
export function assertAllowed(policy: ClosedPolicy, reach: Reach): void {
  if (decideAccess(reach, doingOf(policy)) === 'allow') return;
  const [{ role }, by] = [reach.actor, rolesOf(policy)];
  throw new Rejection(
    'role/not-allowed',
    'command' in policy
      ? `${role} may not issue ${policy.command.command}: this is for ${by.join(' or ')}.`
      : `This is not for ${role}: it is for ${by.join(' or ')}.`,
  );
}
