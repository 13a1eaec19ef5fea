import { deciderOf } from '../../deciders.ts';
import { type CivilDate, addDays } from '../civil-date.ts';
import { type AnyDecider, type Command, type Decided, apply, decide, isLawful } from '../decider.ts';
import type { Actor, RecordedEvent } from '../envelope.ts';
import { type Category, type StreamId, categoryOf } from '../identifiers.ts';
import { Rejection } from '../rejection.ts';
import { WholeWorld, now, streamNamed } from '../specify.ts';
import { liveEvents, voidEvent } from '../void.ts';
import { StreamNeeded, World } from '../world.ts';

/** A ledger in memory that decides like the real one: on a fresh world, loading what a decision asks for. */
export class Registry {
  readonly store = new Map<StreamId, RecordedEvent[]>();
  /** The same, but kept up event by event. */
  readonly warm = new WholeWorld();
  today = '2020-03-01' as CivilDate;
  #serial = 900;
  readonly #live = new WeakMap<readonly RecordedEvent[], readonly RecordedEvent[]>();

  events(stream: StreamId): readonly RecordedEvent[] {
    return this.store.get(stream) ?? [];
  }

  /** The records of a stream that stand, worked out once for each length of it. */
  live(stream: StreamId): readonly RecordedEvent[] {
    const events = this.events(stream);
    const known = this.#live.get(events) ?? liveEvents(events);
    this.#live.set(events, known);
    return known;
  }

  streamsOf<C extends Category>(category: C): readonly StreamId<C>[] {
    return [...this.store.keys()].filter((stream): stream is StreamId<C> => categoryOf(stream) === category);
  }

  pass(days: number): void {
    this.today = addDays(this.today, days);
  }

  #decideIn(world: World, issued: Command, by: Actor, occurredOn: CivilDate, approvedBy?: Actor): readonly Decided[] {
    let serial = this.#serial; // the same ids, however often it is decided
    return decide(deciderOf(issued.stream), issued, {
      world,
      occurredOn,
      today: this.today,
      now,
      actor: by,
      act: { reason: { code: 'BREACH_OF_CONDITIONS' } },
      newId: <C extends Category>(category: C) => streamNamed(category, ++serial),
      ...(approvedBy && { approval: { by: approvedBy, at: now } }),
    });
  }

  /** Whether something would come of it. */
  wouldAccept(issued: Command, by: Actor, occurredOn: CivilDate, approvedBy: Actor): boolean {
    try {
      return this.#decideIn(this.warm, issued, by, occurredOn, approvedBy).length > 0;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  }

  decide(issued: Command, by: Actor, occurredOn: CivilDate, approvedBy?: Actor): readonly Decided[] {
    const world = new World();
    for (;;) {
      try {
        const decided = this.#decideIn(world, issued, by, occurredOn, approvedBy);
        const again = this.#decideIn(this.warm, issued, by, occurredOn, approvedBy);
        if (JSON.stringify(again) !== JSON.stringify(decided)) throw new Error(`${issued.type} is decided otherwise on a world that is kept up`);
        return decided;
      } catch (error) {
        if (!(error instanceof StreamNeeded)) throw error;
        world.load(error.stream, this.events(error.stream));
      }
    }
  }

  /** Records what is accepted; returns nothing when it is refused. Any other error is a fault. */
  issue(issued: Command, by: Actor, occurredOn: CivilDate, approvedBy?: Actor): readonly Decided[] {
    let decided: readonly Decided[];
    try {
      decided = this.decide(issued, by, occurredOn, approvedBy);
    } catch (error) {
      if (error instanceof Rejection && /^[a-z-]+\/[a-z-]+$/.test(error.code)) return [];
      throw error;
    }
    for (const { on: elsewhere, type, data, corrects, envelope } of decided) {
      const stream = elsewhere ?? issued.stream;
      const schema = type === 'RecordVoided' ? voidEvent : deciderOf(stream).events[type];
      if (!schema) throw new Error(`${stream} knows no ${type}`);
      const past = this.events(stream);
      const event: RecordedEvent = {
        stream,
        version: past.length + 1,
        type,
        data: schema.parse(data),
        schema: 1,
        occurredOn,
        actor: by,
        secrecy: 'CASE',
        correlation: 'test',
        ...(corrects && { corrects }),
        ...envelope,
      };
      this.store.set(stream, [...past, event]);
      this.warm.history(stream);
      this.warm.learn(event, deciderOf);
    }
    this.#serial += 10;
    return decided;
  }

  state<S>(decider: { readonly initialState: S }, stream: StreamId): S {
    return this.warm.state(decider as unknown as AnyDecider, stream) as S; // a decider's own state, which AnyDecider cannot name
  }
}

/** The state made from nothing, and whether every record on the way was in its place. */
export function refold(events: readonly RecordedEvent[]) {
  const decider = deciderOf((events[0] as RecordedEvent).stream);
  let isLawfulSoFar = true;
  const state = liveEvents(events).reduce((before: unknown, event) => {
    isLawfulSoFar &&= isLawful(decider, event, before);
    return apply(decider, before, event);
  }, decider.initialState as unknown);
  return { state, isLawful: isLawfulSoFar };
}
