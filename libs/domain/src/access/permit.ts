import { type Command, ruleOf } from '../kernel/decider.ts';
import { type StreamId, categoryOf, isStreamId, mentioned } from '../kernel/identifiers.ts';
import { refuse } from '../kernel/rejection.ts';
import type { World } from '../kernel/world.ts';
import { type Charge, type Concern, type DeciderOf, concernOf } from './concern.ts';
import { acting, decideAccess, ownerBefore } from './decide-access.ts';
import { organisations } from './organisations.ts';
import { heads } from './policy.ts';
import { type Reach, isReached } from './reach.ts';

/**
 * Whether whoever issues a command may name a record in it. A record out of reach is treated as one that does not exist, so that the refusal is the same to the
 * letter. Identities of persons belong to the whole city: whoever may issue a command that names one may name any. Acting on one takes more.
 */
export function canName(stream: StreamId, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  if (world.history(stream).length === 0) return true;
  if (categoryOf(stream) === 'person') return !reach.closed.includes(stream);
  return isReached(acting(reach), concernOf(stream, world, deciderOf));
}

/** Whether a command may be issued on a record: on one that it may begin, also where that was begun elsewhere (the same person, the same series). */
function canActOn({ stream, type }: Pick<Command, 'stream' | 'type'>, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  if (world.history(stream).length === 0) return true;
  if (mayBegin(stream, type, deciderOf)) return canName(stream, world, reach, deciderOf);
  return isReached(acting(reach), concernOf(stream, world, deciderOf));
}

const mayBegin = (stream: StreamId, type: string, deciderOf: DeciderOf): boolean =>
  Object.values(ruleOf(deciderOf(stream), type)?.from ?? {}).some((situations) => (situations as readonly unknown[] | undefined)?.includes('unknown'));

/** Whether somebody may read a record, as the ledger tells it. */
export function canRead(stream: StreamId, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  return world.history(stream).length > 0 && decideAccess(reach, { action: 'history.read' }, concernOf(stream, world, deciderOf)) === 'allow';
}

/**
 * Refuses an act on a record that another organ of the same line is in charge of: the act itself, the request to correct a record, and the approval of one, by
 * which it takes effect.
 * @throws Rejection organ/not-in-charge, StreamNeeded
 */
export function assertInCharge(command: Command, { actor }: Reach, world: World, deciderOf: DeciderOf): void {
  for (const charge of chargesIn(command, world, deciderOf)) {
    const owner = ownerBefore(actor, charge);
    if (owner)
      refuse('organ/not-in-charge', `${owner.name.en} is in charge of this record; ${organisations.get(actor.org)?.name.en ?? actor.org} may not act on it.`, {
        inCharge: owner.id,
      });
  }
}

/**
 * The records that a command names, itself or in what it proposes, and that are out of the reach of whoever issues it: for its decision they do not exist.
 * @throws StreamNeeded
 */
export function outOfReach(command: Command, world: World, reach: Reach, deciderOf: DeciderOf): readonly StreamId[] {
  const { proposal } = command.data as { readonly proposal?: unknown };
  const inner = command.type === 'RequestCorrection' ? [proposal as Command] : [];
  const actedOn = [command, ...inner].filter(({ stream }) => isStreamId(stream));
  const out = actedOn.filter((one) => !canActOn(one, world, reach, deciderOf)).map(({ stream }) => stream);
  const named = mentioned(command.data).filter((stream) => !canName(stream, world, reach, deciderOf));
  return [...new Set([...out, ...named])];
}

/** What must be in one's charge to issue a command: its record; the case that it begins a part of; what is to be corrected. */
function chargesIn({ stream, type, data }: Command, world: World, deciderOf: DeciderOf): readonly Charge[] {
  const concern = (record: unknown): Concern[] => (isStreamId(record) && world.history(record).length > 0 ? [concernOf(record, world, deciderOf)] : []);
  const named = data as { readonly case?: unknown; readonly proposal?: { readonly stream?: unknown } };
  const category = categoryOf(stream);
  const own = mayBegin(stream, type, deciderOf) ? [] : concern(stream);
  if (category === 'suspect' || category === 'asset') return [...own, ...concern(named.case)].map(({ charge }) => charge);
  if (category !== 'correction') return own.map(({ charge }) => charge);
  const corrected = type === 'RequestCorrection' ? named.proposal?.stream : type === 'ApproveCorrection' ? own[0]?.about[1] : undefined;
  return [...own, ...concern(corrected)].map(({ charge }) => charge);
}

/**
 * Whether somebody leads an organ that is in charge of a record, or one above it on its line, and sees the record without anybody's leave: who decides about
 * the access of others to it. @throws StreamNeeded
 */
export function leadsInCharge(stream: StreamId, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  const mine = organisations.get(reach.actor.org);
  if (!mine || !heads.includes(reach.actor.role) || world.history(stream).length === 0) return false;
  const concern = concernOf(stream, world, deciderOf);
  return isReached(acting(reach), concern) && concern.charge.has(mine.type) && ownerBefore(reach.actor, concern.charge) === undefined;
}
