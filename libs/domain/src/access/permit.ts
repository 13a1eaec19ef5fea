import type { AnyDecider, Command } from '../kernel/decider.ts';
import type { Actor, RecordedEvent } from '../kernel/envelope.ts';
import { type StreamId, categoryOf, isStreamId } from '../kernel/identifiers.ts';
import { refuse } from '../kernel/rejection.ts';
import { liveEvents } from '../kernel/void.ts';
import type { World } from '../kernel/world.ts';
import { inCharge, involvedIn } from './involvement.ts';
import { lineOf, organisations } from './organisations.ts';
import { type Reach, heads, isReached } from './reach.ts';

type DeciderOf = (stream: StreamId) => AnyDecider;

/**
 * Whether whoever issues a command reaches a record that the command names. A record out of reach is treated as one that does not exist, so that the refusal is
 * the same to the letter. Identities of persons belong to the whole city: whoever may register persons may name one.
 */
export function canName(stream: StreamId, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  if (world.history(stream).length === 0) return true;
  if (categoryOf(stream) === 'person') return !reach.closed.includes(stream);
  return canRead(stream, world, { ...reach, opened: [] }, deciderOf); // access that was granted is for reading
}

/** Whether somebody reaches a record, as the ledger tells it. Of a person who takes part in a case elsewhere, the read models know more. */
export function canRead(stream: StreamId, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  const about = aboutOf(stream, world, deciderOf);
  const involved = about.flatMap((record) => involvedIn(liveEvents(world.history(record))));
  return isReached(reach, categoryOf(stream), { involved, about });
}

/** A record, and the case or the record that it belongs to. @throws StreamNeeded where that is not loaded */
export function aboutOf(stream: StreamId, world: World, deciderOf: DeciderOf): readonly StreamId[] {
  const category = categoryOf(stream);
  if (category !== 'suspect' && category !== 'asset' && category !== 'correction') return [stream];
  const state = world.state(deciderOf(stream), stream) as { readonly case?: StreamId; readonly proposal?: { readonly stream?: StreamId } };
  const above = category === 'correction' ? state.proposal?.stream : state.case;
  return above === undefined || !isStreamId(above) || above === stream ? [stream] : [stream, ...aboutOf(above, world, deciderOf)];
}

/**
 * Refuses an act on a record that another organ of the same line is in charge of (CPL 2018 art. 7: each organ issues its own acts; the upper one may act for the
 * lower). Suspects and assets are in the charge of whoever has their case.
 * @throws Rejection organ/not-in-charge
 */
export function assertInCharge({ stream }: Pick<Command, 'stream'>, actor: Actor, world: World, deciderOf: DeciderOf): void {
  const category = categoryOf(stream);
  const mine = organisations.get(actor.org);
  if (!mine || category === 'person' || world.history(stream).length === 0) return;
  const live = (record: StreamId): readonly RecordedEvent[] => liveEvents(world.history(record));
  const about = category === 'correction' ? [stream] : aboutOf(stream, world, deciderOf);
  const owner = inCharge(about.toReversed().flatMap(live)).get(mine.type);
  if (owner && !lineOf(mine.id).includes(owner.id))
    refuse('organ/not-in-charge', `${owner.name.en} is in charge of this record; ${mine.name.en} may not act on it.`, { inCharge: owner.id });
}

/**
 * Whether somebody leads an organ that is in charge of a record, or one above it on its line, and sees the record without anybody's leave: who decides about
 * the access of others to it. @throws StreamNeeded
 */
export function leadsInCharge(stream: StreamId, world: World, reach: Reach, deciderOf: DeciderOf): boolean {
  const mine = organisations.get(reach.actor.org);
  if (!mine || !heads.includes(reach.actor.role) || world.history(stream).length === 0) return false;
  if (!canRead(stream, world, { ...reach, opened: [] }, deciderOf)) return false;
  const acts = aboutOf(stream, world, deciderOf)
    .toReversed()
    .flatMap((record) => liveEvents(world.history(record)));
  const owner = inCharge(acts).get(mine.type);
  return owner !== undefined && lineOf(mine.id).includes(owner.id);
}
