import { type AnyDecider, type Decider, type Message, type StreamId, apply, deciderOf, involvedIn, isVoid, liveEvents } from '@casetrail/domain';
import type { StoredEvent } from '@casetrail/ledger';
import type { Head, Involved } from './entity.ts';

/** The ledger holds an event that the views cannot show. Projecting stops before it, and says why. */
export class NotProjectable extends Error {
  readonly position: number;
  constructor(position: number, reason: string) {
    super(`The event at position ${position} cannot be projected: ${reason}`);
    this.name = 'NotProjectable';
    this.position = position;
  }
}

/** A stream from its first event on: everything recorded that is not left out, and what stands of it. */
export type History<Id extends StreamId = StreamId> = { readonly id: Id; readonly recorded: readonly StoredEvent[]; readonly standing: readonly StoredEvent[] };

/** @throws NotProjectable when the stream holds an event of a type that its aggregate does not have */
export function historyOf(recorded: readonly StoredEvent[]): History {
  const [first] = recorded as [StoredEvent];
  const { stream } = first.event;
  const decider = deciderOf(stream) as AnyDecider | undefined;
  for (const { position, event } of recorded)
    if (!decider || (!isVoid(event) && !Object.hasOwn(decider.events, event.type)))
      throw new NotProjectable(position, `${event.type} on ${stream} is not known here`);
  const byVersion = new Map(recorded.map((stored) => [stored.event.version, stored])); // there may be gaps, of events that are left out
  const standing = liveEvents(recorded.map(({ event }) => event)).map(({ version }) => byVersion.get(version) as StoredEvent);
  return { id: stream, recorded, standing };
}

/** What a screen shows of an event besides the state that its aggregate is in. */
export type Notes<E extends Message, N> = { readonly [T in E['type']]?: (data: Extract<E, { type: T }>['data'], stored: StoredEvent) => Partial<N> };

/** Folds what stands of a stream: the state as its own decider evolves it, and the notes taken on the way. */
export function fold<S, C extends Message, E extends Message, N>(
  decider: Decider<S, C, E>,
  notes: Notes<E, N>,
  unnoted: N,
  { standing }: History,
): { readonly state: S; readonly noted: N } {
  let state = decider.initialState;
  let noted = unnoted;
  for (const stored of standing)
    try {
      state = apply(decider, state, stored.event);
      const note = notes[stored.event.type as E['type']];
      if (note) noted = { ...noted, ...note(stored.event.data as never, stored) };
    } catch (error) {
      throw new NotProjectable(stored.position, (error as Error).message);
    }
  return { state, noted };
}

export function headOf<Id extends StreamId>({ id, recorded, standing }: History<Id>): Head<Id> & Involved {
  const first = recorded[0] as StoredEvent;
  const last = recorded.at(-1) as StoredEvent;
  return {
    id,
    openedPosition: first.position,
    version: last.event.version,
    updatedPosition: last.position,
    updatedAt: last.recordedAt.toISOString(),
    involved: involvedIn(standing.map(({ event }) => event)),
  };
}
