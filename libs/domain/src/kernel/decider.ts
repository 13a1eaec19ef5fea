import type { z } from 'zod';
import { type CivilDate, daysBetween } from './civil-date.ts';
import type { Act, Actor, Approval, Message, RecordedEvent, Role } from './envelope.ts';
import type { Category, EventId, StreamId } from './identifiers.ts';
import { Rejection, refuse } from './rejection.ts';
import { type RecordVoided, type VoidRecords, voidCommand, voidRecords } from './void.ts';
import type { World } from './world.ts';

/**
 * Kinds of correction: K1 record voided · K2 decision revoked as wrong · K3 ended by circumstances · K4 reclassified · K5 merged · K6 split ·
 * K7 transferred out of the city · K8 transferred between districts · K9 remand or retrial · K10 late entry · K11 identity · K12 personal data.
 */
export type CorrectionKind = 'K1' | 'K2' | 'K3' | 'K4' | 'K5' | 'K6' | 'K7' | 'K8' | 'K9' | 'K10' | 'K11' | 'K12';

/** A record made more than this many days after the act is a late entry (K10) and needs a second person. */
export const LATE_AFTER_DAYS = 30;

/** One line of an aggregate's transition table: who may issue a command, from which situation, and what it may emit. */
export type Rule<S, D, E extends Message> = {
  readonly by: readonly Role[];
  readonly from: { readonly [Region in keyof S]?: readonly S[Region][] };
  readonly emits: readonly E['type'][];
  /** Set when the command is a correction: it is then requested by one person and approved by another. A function may answer: an ordinary act. */
  readonly correction?: CorrectionKind | ((data: D) => CorrectionKind | undefined);
  /** True when the request already holds: repeating it changes nothing. */
  readonly holds?: (data: D, state: S) => boolean;
};

type Marks = {
  readonly corrects?: EventId;
  readonly envelope?: Partial<Pick<RecordedEvent, 'actor' | 'approval' | 'reason' | 'document' | 'legalBasis' | 'causation' | 'occurredOn'>>;
};
/** An event told on another stream than the deciding one. */
export type Told = Message & Marks & { readonly on: StreamId };
/** An event an aggregate accepts: on its own stream, or on another one that it names with `on`. */
export type Decided<E extends Message = Message> = (E & Marks & { readonly on?: undefined }) | Told;

/** What a decision may know besides its own state. There is no clock and no randomness behind it. */
export type Context = {
  readonly self: StreamId;
  readonly occurredOn: CivilDate;
  readonly today: CivilDate;
  readonly now: string;
  readonly actor: Actor;
  readonly approval?: Approval;
  readonly act: Omit<Act, 'occurredOn'>;
  readonly history: readonly RecordedEvent[];
  readonly newId: <C extends Category>(category: C) => StreamId<C>;
  /** The state of another stream. The append then checks that stream's version too. */
  readonly state: <S>(decider: { readonly category: Category; readonly initialState: S }, id: StreamId) => S;
  readonly world: World;
};

export type Schemas = Readonly<Record<string, z.ZodType>>;

/** An aggregate: its transition table, its decisions and the evolution of its state. Plain data and pure functions. */
export type Decider<S, C extends Message, E extends Message> = {
  readonly category: Category;
  /** What a message calls it: "case", "suspect". */
  readonly noun: string;
  /** How secret its records are; CASE where it says nothing. */
  readonly secrecy?: RecordedEvent['secrecy'];
  readonly initialState: S;
  readonly commands: Schemas;
  readonly events: Schemas;
  readonly rules: { readonly [T in C['type']]: Rule<S, Extract<C, { type: T }>['data'], E> };
  readonly decide: { readonly [T in C['type']]: (data: Extract<C, { type: T }>['data'], state: S, context: Context) => readonly Decided<E>[] };
  readonly evolve: { readonly [T in E['type']]: (state: S, data: Extract<E, { type: T }>['data'], event: RecordedEvent<Extract<E, { type: T }>>) => S };
  /** What an event relies on besides the situation it came from, as that somebody else did what went before: asked again when a record before it is voided. */
  readonly relies?: { readonly [T in E['type']]?: (state: S, data: Extract<E, { type: T }>['data'], event: RecordedEvent) => boolean };
  /** Refuses the state that a void would leave, where other streams contradict it. */
  readonly stands?: (state: S, context: Context) => void;
};

/** Any aggregate, where only its shape matters. The type parameters cannot be named here: each aggregate has its own. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDecider = Decider<any, any, any>;

export type Command = Message & { readonly stream: StreamId };
export type Issued = Omit<Context, 'self' | 'history' | 'state'>;

const kebab = (text: string) => text.replaceAll('_', '-');
const slug = (decider: AnyDecider) => kebab(decider.category);
const words = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** How a correction was decided, what was published, and what the ledger is, are not records that anybody voids. */
const hasVoids = ({ category }: AnyDecider) => category !== 'correction' && category !== 'publication' && category !== 'ledger';

/** Voiding wrong records (K1) works alike on every aggregate: whoever may issue one of its acts may ask for it. */
export function ruleOf(decider: AnyDecider, type: string): Rule<unknown, unknown, Message> | undefined {
  if (type === 'VoidRecords' && hasVoids(decider))
    return { by: [...new Set(Object.values(decider.rules).flatMap(({ by }) => by))], from: {}, emits: [], correction: 'K1' };
  return Object.hasOwn(decider.rules, type) ? decider.rules[type] : undefined;
}

export function commandSchema(decider: AnyDecider, type: string): z.ZodType | undefined {
  if (type === 'VoidRecords' && hasVoids(decider)) return voidCommand;
  return Object.hasOwn(decider.commands, type) ? decider.commands[type] : undefined;
}

/**
 * The kind of correction a command is, or undefined for an ordinary act. An ordinary act recorded more than 30 days late is a K10.
 * Both the request and its approval need this answer, so it depends on nothing but the command and two dates.
 */
export function correctionKindOf(decider: AnyDecider, command: Message, occurredOn: CivilDate, today: CivilDate): CorrectionKind | undefined {
  const correction = ruleOf(decider, command.type)?.correction;
  const kind = typeof correction === 'function' ? correction(command.data) : correction;
  if (kind !== undefined) return kind;
  return daysBetween(occurredOn, today) > LATE_AFTER_DAYS ? 'K10' : undefined;
}

/** Decides a command: the events to record, none if the request already holds. Throws a Rejection when it is refused. */
export function decide(decider: AnyDecider, command: Command, issued: Issued): readonly Decided[] {
  const { world, occurredOn, today, actor } = issued;
  const rule = ruleOf(decider, command.type);
  if (!rule) throw new Rejection('command/unknown', `There is no command ${command.type} for a ${decider.noun}.`);
  if (!rule.by.includes(actor.role)) refuse('role/not-allowed', `${actor.role} may not ${words(command.type)}: this is for ${rule.by.join(' or ')}.`);
  if (occurredOn > today) refuse('date/in-future', `${occurredOn} is after today, ${today}.`);
  const kind = correctionKindOf(decider, command, occurredOn, today);
  if (kind && !issued.approval && decider.category !== 'correction')
    refuse(
      'correction/second-person-required',
      `${words(command.type)} on ${occurredOn} is a correction (${kind}): request it, and let a second person approve it.`,
      { kind },
    );

  const state = world.state(decider, command.stream);
  const context: Context = {
    ...issued,
    self: command.stream,
    history: world.history(command.stream),
    state: (other, id) => world.state(other as AnyDecider, id) as never,
  };
  if (command.type === 'VoidRecords') return voidRecords(decider, command.data as VoidRecords['data'], context);
  if (rule.holds?.(command.data, state)) return [];
  for (const [region, allowed] of Object.entries(rule.from) as [string, readonly string[]][]) {
    const now = String((state as Record<string, unknown>)[region]);
    if (!allowed.includes(now))
      refuse(
        `${slug(decider)}/is-${kebab(now)}`,
        now === 'unknown'
          ? `There is no such ${decider.noun}.`
          : `The ${decider.noun} is ${now.replaceAll('_', ' ')}: to ${words(command.type)} it must be ${allowed.join(' or ').replaceAll('_', ' ')}.`,
      );
  }
  const handler = decider.decide[command.type] as (data: unknown, state: unknown, context: Context) => readonly Decided[];
  return handler(command.data, state, context);
}

export const rulesEmitting = (decider: AnyDecider, type: string): readonly Rule<unknown, unknown, Message>[] =>
  Object.values(decider.rules).filter(({ emits }) => emits.includes(type));

/**
 * Whether an event can stand in this situation: some command emits it from here, and what it relies on is so. An event told from another
 * aggregate may come at any time, and the first event of a stream is always in place: a split opens a case that was never reported.
 */
export function isLawful(decider: AnyDecider, event: RecordedEvent, state: unknown): boolean {
  const rules = rulesEmitting(decider, event.type);
  const hasPlace =
    event.version === 1 ||
    rules.length === 0 ||
    rules.some((rule) =>
      Object.entries(rule.from).every(([region, allowed]) => (allowed as readonly unknown[]).includes((state as Record<string, unknown>)[region])),
    );
  return hasPlace && (decider.relies?.[event.type]?.(state, event.data, event) ?? true);
}

export const apply = <S>(decider: Decider<S, never, never> | AnyDecider, state: S, event: RecordedEvent | RecordedEvent<RecordVoided>): S => {
  const evolve = (decider as AnyDecider).evolve[event.type];
  if (!evolve) throw new Error(`${decider.category} does not know the event ${event.type} at ${event.stream}@${event.version}`);
  return evolve(state, event.data, event) as S;
};
