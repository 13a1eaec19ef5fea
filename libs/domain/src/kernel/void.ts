import { z } from 'zod';
import { type AnyDecider, type Context, type Decided, apply, isLawful, rulesEmitting } from './decider.ts';
import type { Message, RecordedEvent, Role } from './envelope.ts';
import { type EventId, eventId, eventIdOf, streamOfEvent, versionOfEvent } from './identifiers.ts';
import { isOfOneOrgan } from './organs.ts';
import { refuse, refuseIf } from './rejection.ts';

/** Every aggregate knows these two: a record made by mistake is taken out of the history at every date, and stays readable. */
export const voidCommand = z.strictObject({ targets: z.array(eventId).min(1).max(50) });
export const voidEvent = z.strictObject({ target: eventId });
export type VoidRecords = Message<'VoidRecords', z.infer<typeof voidCommand>>;
/** Lives in the stream of what it voids. A void of a void puts the first record back. Stored: never rename. */
export type RecordVoided = Message<'RecordVoided', z.infer<typeof voidEvent>>;

const idOf = (event: RecordedEvent) => eventIdOf(event.stream, event.version);
export const isVoid = (event: RecordedEvent): event is RecordedEvent<RecordVoided> => event.type === 'RecordVoided';

/** Each voided record, or voided void, with the standing void against it. A void names an earlier event of its stream, so one pass from the end decides. */
export function voidedBy(events: readonly RecordedEvent[]): ReadonlyMap<EventId, EventId> {
  const gone = new Map<EventId, EventId>();
  for (const event of events.toReversed()) if (isVoid(event) && !gone.has(idOf(event))) gone.set(event.data.target, idOf(event));
  return gone;
}

/** The records that stand, without the voids themselves. */
export function liveEvents(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  if (!events.some(isVoid)) return events;
  const gone = voidedBy(events);
  return events.filter((event) => !isVoid(event) && !gone.has(idOf(event)));
}

/** What a record, or in the end the void of one, was about. */
function original(event: RecordedEvent, history: readonly RecordedEvent[]): RecordedEvent {
  return isVoid(event) ? original(history[versionOfEvent(event.data.target) - 1] as RecordedEvent, history) : event;
}

/** Whose act a record was: the organ's that issued it, where several may. What another aggregate told is for whoever may issue the like, or else for anybody; a timer belongs to nobody. */
function ownersOf(decider: AnyDecider, { type, actor }: RecordedEvent): readonly Role[] {
  const issuers = [...new Set(rulesEmitting(decider, type).flatMap(({ by }) => by))].filter((role) => role !== 'SYSTEM');
  return isOfOneOrgan(actor.role, issuers) ? [actor.role] : issuers;
}

/**
 * Voids records of one stream, each by the organ whose act it was. What remains must still be a lawful history: records that rely on a
 * voided one are voided with it.
 */
export function voidRecords(decider: AnyDecider, { targets }: VoidRecords['data'], context: Context): readonly Decided[] {
  const { self, history, actor } = context;
  for (const target of targets) {
    refuseIf(streamOfEvent(target) !== self, 'correction/other-stream', `${target} is not a record of ${self}.`);
    const event = history[versionOfEvent(target) - 1] ?? refuse('correction/no-such-record', `There is no record ${target}.`);
    const owners = ownersOf(decider, original(event, history));
    refuseIf(
      owners.length > 0 && !isOfOneOrgan(actor.role, owners),
      'role/not-allowed',
      `${target} is another organ's act: this is for ${owners.join(' or ')}.`,
    );
  }
  const first = history[0] as RecordedEvent;
  const voids: RecordedEvent<RecordVoided>[] = [];
  for (;;) {
    const gone = voidedBy([...history, ...voids]);
    const target = targets.find((id) => !gone.has(id)); // voiding a void may bring another target back
    if (target === undefined) break;
    voids.push({ ...first, version: history.length + voids.length + 1, type: 'RecordVoided', data: { target } });
  }
  const left = liveEvents([...history, ...voids]).reduce((state: unknown, event) => {
    if (!isLawful(decider, event, state))
      refuse('correction/relied-on', `${idOf(event)} (${event.type}) relies on what would be voided: void it too.`, { reliedOnBy: idOf(event) });
    return apply(decider, state, event);
  }, decider.initialState as unknown);
  decider.stands?.(left, context);
  return voids.map(({ type, data }) => ({ type, data, corrects: data.target, on: self }));
}
