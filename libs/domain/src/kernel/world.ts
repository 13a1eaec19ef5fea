import { type AnyDecider, apply } from './decider.ts';
import type { RecordedEvent } from './envelope.ts';
import type { StreamId } from './identifiers.ts';
import { isVoid, liveEvents } from './void.ts';

/** A decision asked for a stream that is not loaded yet. Whoever runs the decision loads it and decides again. */
export class StreamNeeded extends Error {
  readonly stream: StreamId;
  constructor(stream: StreamId) {
    super(`${stream} is not loaded`);
    this.stream = stream;
  }
}

type Known = { events: RecordedEvent[]; state?: unknown };

/** The streams a decision can see, each with its history and state. Remembers which were looked at: those are what the append must check. */
export class World {
  readonly #streams = new Map<StreamId, Known>();
  #seen = new Set<StreamId>();

  /** Puts a stream here as loaded; an empty history says that it does not exist yet. */
  load(stream: StreamId, events: readonly RecordedEvent[]): void {
    this.#streams.set(stream, { events: [...events] });
  }

  has(stream: StreamId): boolean {
    return this.#streams.has(stream);
  }

  history(stream: StreamId): readonly RecordedEvent[] {
    return this.#known(stream).events;
  }

  version(stream: StreamId): number {
    return this.#known(stream).events.length;
  }

  state(decider: AnyDecider, stream: StreamId): unknown {
    const known = this.#known(stream);
    known.state ??= liveEvents(known.events).reduce((state, event) => apply(decider, state, event), decider.initialState as unknown);
    return known.state;
  }

  /** Appends an accepted event to what is known. */
  learn(event: RecordedEvent, deciderOf: (stream: StreamId) => AnyDecider): void {
    const known = this.#streams.get(event.stream);
    if (!known) return;
    known.events.push(event);
    if (isVoid(event)) delete known.state;
    else if (known.state !== undefined) known.state = apply(deciderOf(event.stream), known.state, event);
  }

  forget(stream: StreamId): void {
    this.#streams.delete(stream);
  }

  /** The streams looked at since the last call, and a fresh start. */
  takeSeen(): ReadonlySet<StreamId> {
    const seen = this.#seen;
    this.#seen = new Set();
    return seen;
  }

  #known(stream: StreamId): Known {
    const known = this.#streams.get(stream);
    if (!known) throw new StreamNeeded(stream);
    this.#seen.add(stream);
    return known;
  }
}
