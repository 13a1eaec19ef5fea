import type { Actor, Role } from '../kernel/envelope.ts';
import type { Category } from '../kernel/identifiers.ts';
import type { Charge, Concern } from './concern.ts';
import { type Organisation, type OrganisationType, lineOf, organisations, typesOf } from './organisations.ts';
import { type ActionName, actions, policy } from './policy.ts';
import { type Reach, isReached } from './reach.ts';

/** What somebody wants to do: an action of the table, or a command of an aggregate. */
export type Doing = { readonly action: ActionName } | { readonly command: string; readonly of: Category };
/** `refuse`: it is theirs to see and not theirs to do, or not in this office (403). `hide`: it answers like what does not exist (404). */
export type Decision = 'allow' | 'refuse' | 'hide';

/** The roles that may do something at all. Nobody may do what the table does not name. */
export const rolesFor = (doing: Doing): readonly Role[] => ('action' in doing ? actions[doing.action].by : (policy.commands[doing.of]?.[doing.command] ?? []));

/**
 * Decides by the table whether somebody may do something: at all, and with a record where one is named. Pure: what is known of the user is in the reach, what is
 * known of the record in its concern.
 */
export function decideAccess(reach: Reach, doing: Doing, concern?: Concern): Decision {
  if (!rolesFor(doing).includes(reach.actor.role)) return 'refuse';
  if (!concern) return 'allow';
  const isActing = 'command' in doing;
  if (concern.isSealed && !isActing) return 'hide';
  if (!isReached(isActing ? acting(reach) : reach, concern)) return 'hide';
  return isActing && ownerBefore(reach.actor, concern.charge) ? 'refuse' : 'allow';
}

/** What somebody may act on: access that was granted, or taken in an emergency, is for reading. */
export const acting = (reach: Reach): Reach => ({ ...reach, opened: [] });

/**
 * The organ that is in charge instead of whoever acts; undefined where they may act (CPL 2018 art. 7: each organ issues its own acts; the upper one may act for
 * the lower). An organ that is not in the register is on no line: it may begin what is its own, and act on nothing that an organ of the register is in charge of.
 */
export function ownerBefore({ org, role }: Pick<Actor, 'org' | 'role'>, charge: Charge): Organisation | undefined {
  const mine = organisations.get(org);
  const lines: readonly OrganisationType[] = mine ? [mine.type] : typesOf(role);
  const line = lineOf(org);
  return lines.map((type) => charge.get(type)).find((owner) => owner !== undefined && !line.includes(owner.id));
}
