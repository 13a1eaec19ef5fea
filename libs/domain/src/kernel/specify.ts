import { type AnyDecider, type Command, type Decided, decide } from './decider.ts';
import type { CivilDate } from './civil-date.ts';
import type { Act, Actor, Message, RecordedEvent } from './envelope.ts';
import type { Category, StreamId } from './identifiers.ts';
import { Rejection } from './rejection.ts';
import { World } from './world.ts';

/** given / when / then for deciders: a test reads as a sentence. */

export const investigator: Actor = { user: 'inv-1', role: 'POLICE_INVESTIGATOR', org: 'psb-370202', district: '370202' };
export const leader: Actor = { user: 'lead-1', role: 'POLICE_LEADER', org: 'psb-370202', district: '370202' };
export const cityLeader: Actor = { user: 'lead-city', role: 'POLICE_LEADER', org: 'psb-370200', district: '370200' };

let serial = 0;
/** A new stream id; numbered, so that a failing test reads well. */
export const newId = <C extends Category>(category: C): StreamId<C> => `${category}-${String(++serial).padStart(26, '0')}` as StreamId<C>;

export const today = '2020-04-08' as CivilDate;
export const on = (date: string) => date as CivilDate;

export type Said = Message & { readonly stream: StreamId; readonly occurredOn?: string; readonly by?: Actor };

/** A recorded event, as a test's given: recorded by the investigator of Shinan on 1 March 2020, unless it says otherwise. */
export function recordedEvent({ stream, type, data, occurredOn = '2020-03-20', by = investigator }: Said, version: number): RecordedEvent {
  return { stream, version, type, data, schema: 1, occurredOn: on(occurredOn), actor: by, secrecy: 'CASE', correlation: 'test' };
}

export class Given {
  readonly #deciderOf: (stream: StreamId) => AnyDecider;
  readonly #said: readonly Said[];
  constructor(deciderOf: (stream: StreamId) => AnyDecider, said: readonly Said[]) {
    this.#deciderOf = deciderOf;
    this.#said = said;
  }

  /** The streams of the past, everything else being known not to exist. */
  world(): World {
    const world = new (class extends World {
      override history(stream: StreamId) {
        if (!this.has(stream)) this.load(stream, []);
        return super.history(stream);
      }
      override state(decider: AnyDecider, stream: StreamId) {
        if (!this.has(stream)) this.load(stream, []);
        return super.state(decider, stream);
      }
    })();
    for (const said of this.#said) world.learn(recordedEvent(said, world.history(said.stream).length + 1), this.#deciderOf);
    return world;
  }

  when(command: Command, { by = leader, occurredOn = '2020-04-01', approvedBy, reason }: { by?: Actor; occurredOn?: string; approvedBy?: Actor; reason?: Act['reason'] } = {}): Then {
    try {
      const events = decide(this.#deciderOf(command.stream), command, {
        world: this.world(),
        occurredOn: on(occurredOn),
        today,
        now: `${today}T09:00:00.000+08:00`,
        actor: by,
        act: { ...(reason && { reason }) },
        newId,
        ...(approvedBy && { approval: { by: approvedBy, at: `${today}T09:00:00.000+08:00` } }),
      });
      return new Then(events);
    } catch (error) {
      if (error instanceof Rejection) return new Then(error);
      throw error;
    }
  }
}

export class Then {
  readonly outcome: readonly Decided[] | Rejection;
  constructor(outcome: readonly Decided[] | Rejection) {
    this.outcome = outcome;
  }
  /** These event types, in this order, whatever the stream. */
  then(...types: string[]): readonly Decided[] {
    if (this.outcome instanceof Rejection) throw new Error(`expected ${types.join(', ') || 'nothing'}, but it was refused: ${this.outcome.code}: ${this.outcome.message}`);
    const decided = this.outcome.map(({ type }) => type);
    if (decided.join() !== types.join()) throw new Error(`expected ${types.join(', ') || 'nothing'}, but it decided ${decided.join(', ') || 'nothing'}`);
    return this.outcome;
  }
  thenNothing(): void {
    this.then();
  }
  thenRejected(code: string): Rejection {
    if (!(this.outcome instanceof Rejection)) throw new Error(`expected the refusal ${code}, but it decided ${this.outcome.map(({ type }) => type).join(', ') || 'nothing'}`);
    if (this.outcome.code !== code) throw new Error(`expected the refusal ${code}, but it was ${this.outcome.code}: ${this.outcome.message}`);
    return this.outcome;
  }
}
