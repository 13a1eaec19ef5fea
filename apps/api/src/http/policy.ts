import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { SetMetadata, type Type } from '@nestjs/common';
import type { CommandRoute } from '@casetrail/contracts';
import { type ActionName, type Role, actionOf } from '@casetrail/domain';

/** What a route is for. Who may is said once: by the table of actions, or by the aggregate whose command it takes. */
export type RoutePolicy = { readonly action: ActionName } | { readonly command: CommandRoute } | { readonly isPublic: true };

const POLICY = 'casetrail:policy';

/** A route for an action of the table: only whoever may do that gets in. */
export const Policy = (action: ActionName) => SetMetadata(POLICY, { action } satisfies RoutePolicy);
/** A route for a command: for the roles that may issue it. */
export const CommandPolicy = (command: CommandRoute) => SetMetadata(POLICY, { command } satisfies RoutePolicy);
/** Open to everyone, without a token. */
export const Public = () => SetMetadata(POLICY, { isPublic: true } satisfies RoutePolicy);

type Target = object | undefined;
const read = (target: Target): RoutePolicy | undefined => (target === undefined ? undefined : (Reflect.getMetadata(POLICY, target) as RoutePolicy | undefined));

/** The policy of a route: its own, or that of its controller. Without one nobody gets in. */
export const policyOf = (method: Target, controller: Target): RoutePolicy | undefined => read(method) ?? read(controller);

export const rolesOf = (policy: Exclude<RoutePolicy, { isPublic: true }>): readonly Role[] =>
  'command' in policy ? policy.command.by : actionOf(policy.action).by;

/**
 * Refuses to serve a route that says nobody may use it: what was forgotten is closed, and is found at the start.
 * @throws Error naming the routes
 */
export function assertPolicies(controllers: readonly Type[]): void {
  const open = controllers.flatMap((controller) =>
    routesOf(controller)
      .filter(([, method]) => policyOf(method, controller) === undefined)
      .map(([name]) => `${controller.name}.${name}`),
  );
  if (open.length > 0) throw new Error(`These routes say nobody may use them: ${open.join(', ')}`);
}

function routesOf({ prototype }: Type): [string, object][] {
  const methods: [string, object][] = [];
  for (let type = prototype as object | null; type && type !== Object.prototype; type = Object.getPrototypeOf(type) as object | null)
    for (const name of Object.getOwnPropertyNames(type)) {
      const method = Object.getOwnPropertyDescriptor(type, name)?.value as unknown;
      if (typeof method === 'function' && Reflect.hasMetadata(METHOD_METADATA, method)) methods.push([name, method]);
    }
  return methods;
}
