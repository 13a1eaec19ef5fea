import { deciderOf } from '../deciders.ts';
import { type AnyDecider, type Command, type Decided, decide } from './decider.ts';
import type { CivilDate } from './civil-date.ts';
import { type Act, type Actor, type Message, type RecordedEvent, type Role, roles } from './envelope.ts';
import { type Category, type EventId, type StreamId, categoryOf, eventIdOf } from './identifiers.ts';
import { Rejection } from './rejection.ts';
import { voidEvent } from './void.ts';
import { World } from './world.ts';

/** given / when / then for deciders: a test reads as a sentence. */

const officer = (role: Actor['role'], user: string, org = 'psb-370202', district: Actor['district'] = '370202'): Actor => ({ user, role, org, district });
export const investigator = officer('POLICE_INVESTIGATOR', 'inv-1');
export const leader = officer('POLICE_LEADER', 'lead-1');
export const secondLeader = officer('POLICE_LEADER', 'lead-2');
export const leaderElsewhere = officer('POLICE_LEADER', 'lead-3', 'psb-370203', '370203');
export const cityLeader = officer('POLICE_LEADER', 'lead-city', 'psb-370200', '370200');
export const procurator = officer('PROCURATOR', 'proc-1', 'pp-370202');
export const chiefProcurator = officer('CHIEF_PROCURATOR', 'chief-1', 'pp-370202');
export const judge = officer('JUDGE', 'judge-1', 'court-370202');
export const secondJudge = officer('JUDGE', 'judge-2', 'court-370202');
export const dataProtectionOfficer = officer('DATA_PROTECTION_OFFICER', 'dpo-1', 'office-370202');
export const secondDataProtectionOfficer = officer('DATA_PROTECTION_OFFICER', 'dpo-2', 'office-370202');

/** A named stream of a test. */
export const streamNamed = <C extends Category>(category: C, name: number): StreamId<C> => `${category}-${String(name).padStart(26, '0')}` as StreamId<C>;
let serial = 900_000;
/** A new stream id; numbered, so that a failing test reads well. */
export const newId = <C extends Category>(category: C): StreamId<C> => streamNamed(category, ++serial);

export const today = '2020-04-08' as CivilDate;
export const now = `${today}T09:00:00.000+08:00`;
export const on = (date: string) => date as CivilDate;

type DataOf<M extends Message, T extends string> = Extract<M, { type: T }>['data'];
type Told = { readonly occurredOn?: string; readonly by?: Actor };
/** An event of the past. */
export type Said = Message & Told & { readonly stream: StreamId };
/** A command, and how it is issued: by a leader on 1 April 2020, unless it says otherwise. `after`: what must have been said besides, where it is to be lawful. */
export type Issue = Command & Told & { readonly approvedBy?: Actor; readonly reason?: Act['reason']; readonly after?: readonly Said[] };

export const saidOf =
  <E extends Message>(stream: StreamId) =>
  <T extends E['type']>(type: T, data: DataOf<E, T>, told: Told = {}): Said => ({ stream, type, data, ...told });
export const issueOf =
  <C extends Message>(stream: StreamId) =>
  <T extends C['type']>(type: T, data: DataOf<C, T>, how: Omit<Issue, 'stream' | 'type' | 'data'> = {}): Issue => ({ stream, type, data, ...how });

/** A recorded event, as a test's given: recorded by the investigator of Shinan on 20 March 2020, unless it says otherwise. */
export function recordedEvent({ stream, type, data, occurredOn = '2020-03-20', by = investigator }: Said, version: number): RecordedEvent {
  return { stream, version, type, data, schema: 1, occurredOn: on(occurredOn), actor: by, secrecy: 'CASE', correlation: 'test' };
}

/** The streams of a test; every other one is known not to exist. */
export class WholeWorld extends World {
  override history(stream: StreamId) {
    if (!this.has(stream)) this.load(stream, []);
    return super.history(stream);
  }
  override state(decider: AnyDecider, stream: StreamId) {
    if (!this.has(stream)) this.load(stream, []);
    return super.state(decider, stream);
  }
}

/** The past of a test. */
export const given = (...said: (Said | readonly Said[])[]): Given => new Given(said.flat());

export class Given {
  readonly #said: readonly Said[];
  constructor(said: readonly Said[]) {
    this.#said = said;
  }

  world(): WholeWorld {
    const world = new WholeWorld();
    for (const said of this.#said) world.learn(recordedEvent(said, world.history(said.stream).length + 1), deciderOf);
    return world;
  }

  state<S>(decider: { readonly initialState: S }, stream: StreamId): S {
    return this.world().state(decider as unknown as AnyDecider, stream) as S; // a decider's own state, which AnyDecider cannot name
  }

  when({ by = leader, occurredOn = '2020-04-01', approvedBy, reason, after = [], ...command }: Issue): Then {
    try {
      return new Then(
        decide(deciderOf(command.stream), command, {
          world: new Given([...this.#said, ...after]).world(),
          occurredOn: on(occurredOn),
          today,
          now,
          actor: by,
          newId,
          act: { ...(reason && { reason }) },
          ...(approvedBy && { approval: { by: approvedBy, at: now } }),
        }),
      );
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
  /** What came of it, in a line: event types joined by +, `nothing`, or the code of the refusal. */
  get summary(): string {
    return this.outcome instanceof Rejection ? this.outcome.code : this.outcome.map(({ type }) => type).join(' + ') || 'nothing';
  }
  get events(): readonly Decided[] {
    return this.outcome instanceof Rejection ? [] : this.outcome;
  }
  /** These event types, in this order, whatever the stream. */
  then(...types: string[]): void {
    this.#expect(types.join(' + ') || 'nothing');
  }
  thenNothing(): void {
    this.then();
  }
  thenRejected(code: string, details?: Rejection['details']): void {
    this.#expect(code);
    const said = JSON.stringify((this.outcome as Rejection).details);
    if (details && said !== JSON.stringify(details)) throw new Error(`expected ${code} with ${JSON.stringify(details)}, but it said ${said}`);
  }
  #expect(expected: string): void {
    const why = this.outcome instanceof Rejection ? `: ${this.outcome.message}` : '';
    if (this.summary !== expected) throw new Error(`expected ${expected}, but it was ${this.summary}${why}`);
  }
}

/** A named past of one stream. `is`: what the refusal of a command calls it. */
export type Situation = { readonly is: string; readonly said: readonly Said[] };
/** Situation → command → what comes of it. What is not named is refused, because the aggregate is what it is. */
export type Outcomes<S extends string, T extends string> = Readonly<Record<S, Partial<Record<T | 'VoidRecords', string>>>>;

/** Every command in every situation with what it must come to, written out from the table. */
export function everyPair<S extends string, T extends string>(
  stream: StreamId,
  situations: Readonly<Record<S, Situation>>,
  commands: Readonly<Record<T, Issue>>,
  outcomes: Outcomes<S, T>,
) {
  const category = categoryOf(stream).replaceAll('_', '-');
  return (Object.keys(situations) as S[]).flatMap((situation) => {
    const { is, said } = situations[situation];
    const issues: Readonly<Record<string, Issue>> = { ...commands, VoidRecords: voidOf(said, stream) };
    return Object.entries(issues).map(([command, issue]): [situation: string, command: string, expected: string, said: readonly Said[], issue: Issue] => [
      situation,
      command,
      (outcomes[situation] as Record<string, string>)[command] ?? `${category}/is-${is}`,
      said,
      issue,
    ]);
  });
}

/** The roles that may issue a command. */
export const rolesFor = (issue: Issue): Role[] => roles.filter((role) => given().when({ ...issue, by: { ...leader, role } }).summary !== 'role/not-allowed');

/** What was decided and could not be stored as it is, or would be stored with more than it should say. */
export const unfit = ({ events }: Then, stream: StreamId): string[] =>
  events
    .filter(({ on: elsewhere, type, data }) => {
      const schema = type === 'RecordVoided' ? voidEvent : deciderOf(elsewhere ?? stream).events[type];
      return !schema?.safeParse(data).success || schema.safeParse({ ...(data as object), surprise: true }).success;
    })
    .map(({ type }) => type);

/** A void of records of that stream, asked for by one and approved by another; by default of the last record that is not an index entry. */
export function voidOf(said: readonly Said[], stream: StreamId, ...versions: number[]): Issue {
  const own = said.filter((one) => one.stream === stream);
  const last = own.findLastIndex(({ type }) => !type.endsWith('Listed')) + 1;
  const targets: EventId[] = (versions.length > 0 ? versions : [Math.max(last, 1)]).map((version) => eventIdOf(stream, version));
  return { stream, type: 'VoidRecords', data: { targets }, by: investigator, approvedBy: leader };
}
