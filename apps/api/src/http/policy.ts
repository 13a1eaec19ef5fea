import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { SetMetadata, type Type } from '@nestjs/common';
import type { CommandRoute } from '@casetrail/contracts';
import { type ActionName, type Category, type Doing, type Role, rolesFor } from '@casetrail/domain';

/** What a route is for. Who may is said once, by the policy. */
export type RoutePolicy = { readonly action: ActionName } | { readonly command: CommandRoute; readonly of: Category } | { readonly isPublic: true };
export type ClosedPolicy = Exclude<RoutePolicy, { isPublic: true }>;

const POLICY = 'casetrail:policy';

/** A route for an action of the table: only whoever may do that gets in. */
export const Policy = (action: ActionName) => SetMetadata(POLICY, { action } satisfies RoutePolicy);
/** A route for a command of an aggregate: for the roles that may issue it. */
export const CommandPolicy = (of: Category, command: CommandRoute) => SetMetadata(POLICY, { command, of } satisfies RoutePolicy);
/** Open to everyone, without a token. */
export const Public = () => SetMetadata(POLICY, { isPublic: true } satisfies RoutePolicy);

type Target = object | undefined;
const read = (target: Target): RoutePolicy | undefined => (target === undefined ? undefined : (Reflect.getMetadata(POLICY, target) as RoutePolicy | undefined));

/** The policy of a route: its own, or that of its controller. Without one nobody gets in. */
export const policyOf = (method: Target, controller: Target): RoutePolicy | undefined => read(method) ?? read(controller);

export const doingOf = (policy: ClosedPolicy): Doing => ('command' in policy ? { command: policy.command.command, of: policy.of } : { action: policy.action });
export const rolesOf = (policy: ClosedPolicy): readonly Role[] => rolesFor(doingOf(policy));

/**
 * Refuses to serve a route that says nobody may use it: what was forgotten is closed, and is found at the start.
 * @throws Error naming the routes
 */
export function assertPolicies(controllers: readonly Type[]): void {
  const open = routesIn(controllers).filter(({ policy }) => policy === undefined);
  if (open.length > 0) throw new Error(`These routes say nobody may use them: ${open.map(({ name }) => name).join(', ')}`);
}

/** Every route of some controllers, with what it is for. */
export const routesIn = (controllers: readonly Type[]): readonly { readonly name: string; readonly policy: RoutePolicy | undefined }[] =>
  controllers.flatMap((controller) =>
    routesOf(controller).map(([name, method]) => ({ name: `${controller.name}.${name}`, policy: policyOf(method, controller) })),
  );

function routesOf({ prototype }: Type): [string, object][] {
  const methods: [string, object][] = [];
  for (let type = prototype as object | null; type && type !== Object.prototype; type = Object.getPrototypeOf(type) as object | null)
    for (const name of Object.getOwnPropertyNames(type)) {
      const method = Object.getOwnPropertyDescriptor(type, name)?.value as unknown;
      if (typeof method === 'function' && Reflect.hasMetadata(METHOD_METADATA, method)) methods.push([name, method]);
    }
  return methods;
}
