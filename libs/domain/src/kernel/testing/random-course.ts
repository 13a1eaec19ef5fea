import fc from 'fast-check';
import { deciderOf, deciders } from '../../deciders.ts';
import { type CivilDate, addDays } from '../civil-date.ts';
import { type Command, type Decided, correctionKindOf, ruleOf } from '../decider.ts';
import type { Actor, Message, Role } from '../envelope.ts';
import { type Category, type EventId, type StreamId, categoryOf, eventIdOf, versionOfEvent } from '../identifiers.ts';
import { approverOf } from '../organs.ts';
import { Rejection } from '../rejection.ts';
import { streamNamed } from '../specify.ts';
import { Registry, refold } from './registry.ts';

/** Random courses of events that get somewhere: most commands are ones that the transition tables allow, issued by who may. */

/** Answers every choice of a step from its random numbers. */
export class Chance {
  readonly #numbers: readonly number[];
  #next = 0;
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }
  below(limit: number): number {
    return (this.#numbers[this.#next++ % this.#numbers.length] as number) % limit;
  }
  of<T>(...options: readonly [T, ...T[]]): T {
    return options[this.below(options.length)] as T;
  }
  /** One of a list that may be empty. */
  from<T>(options: readonly T[], otherwise: T): T {
    return options[this.below(Math.max(1, options.length))] ?? otherwise;
  }
}

export const text = 'for the test';
export const number = (chance: Chance, prefix: string): string => `${prefix}-${10 + chance.below(3)}`;
export const transfer = (chance: Chance) =>
  chance.of(
    { scope: 'CITY_OUT' as const },
    { scope: 'CITY_IN' as const, toDistrict: '370202' as const },
    { scope: 'DISTRICT' as const, toDistrict: '370203' as const },
  );

type Data = (chance: Chance, registry: Registry, stream: StreamId) => unknown;
/** One kind of command that a course may go on with; `weight`: how often, next to others. */
export type Turn = { readonly category: Category; readonly type: string; readonly data: Data; readonly weight: number };

/** The turns of one aggregate. */
export const turnsOf =
  <C extends Message>(category: Category) =>
  <T extends C['type']>(type: T, data: (chance: Chance, registry: Registry, stream: StreamId) => Extract<C, { type: T }>['data'], weight = 4): Turn => ({
    category,
    type,
    data,
    weight,
  });

type Step = {
  readonly numbers: readonly number[];
  readonly passes: number;
  readonly ago: number;
  readonly isRequested: boolean;
  readonly is: 'guided' | 'wild' | 'void';
};
const step: fc.Arbitrary<Step> = fc.record({
  numbers: fc.array(fc.nat(9973), { minLength: 23, maxLength: 23 }),
  passes: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 12),
  ago: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 40),
  isRequested: fc.boolean(),
  is: fc.constantFrom('guided', 'guided', 'guided', 'guided', 'guided', 'guided', 'wild', 'void'),
});
export const courses = (maxLength: number): fc.Arbitrary<readonly Step[]> => fc.array(step, { maxLength, size: 'max' });

/** Three people in every role, all of them of the city level, so that none is too low. */
export const officer = (role: Role, number: number): Actor => ({ user: `${role}-${number}`, role, org: `org-${role}`, district: '370200' });
const approverFor = ({ role }: Actor): Actor => officer(approverOf[role] ?? role, 9);

type Told = Command & { readonly by: Actor };
/** What has happened, the streams that it goes on with, and how often each aggregate has its turn. */
export type World = {
  readonly prelude: readonly Told[];
  readonly streams: readonly StreamId[];
  readonly turns: readonly Turn[];
  readonly shares: Readonly<Partial<Record<Category, number>>>;
};
export type Check = (registry: Registry, issued: Command, decided: readonly Decided[], again: () => readonly Decided[]) => void;

/** Goes through the steps in a world, and looks after each one. */
export function follow(world: World, steps: readonly Step[], check: Check): void {
  const registry = new Registry();
  for (const { by, ...command } of world.prelude)
    if (registry.issue(command, by, registry.today).length === 0) throw new Error(`${command.type} of the prelude is refused`);
  let corrections = 0;

  for (const { numbers, passes, ago, isRequested, is } of steps) {
    registry.pass(passes);
    const occurredOn = addDays(registry.today, -ago);
    const told = next(registry, world, new Chance(numbers), is, occurredOn);
    if (told === undefined) continue;
    const { by, ...command } = told;
    const kind = correctionKindOf(deciderOf(command.stream), command, occurredOn, registry.today);
    const approver = approverFor(by);
    if (kind && isRequested) {
      const stream = streamNamed('correction', ++corrections);
      const proposal = { stream: command.stream, type: command.type, data: command.data, act: { occurredOn } };
      registry.issue({ stream, type: 'RequestCorrection', data: { kind, proposal, reason: { code: 'FOR_THE_TEST' } } }, by, registry.today);
      const approval: Command = { stream, type: 'ApproveCorrection', data: {} };
      const decided = registry.issue(approval, approver, registry.today);
      check(registry, approval, decided, () => registry.decide(approval, approver, registry.today));
    } else {
      const approvedBy = kind ? approver : undefined;
      const decided = registry.issue(command, by, occurredOn, approvedBy);
      check(registry, command, decided, () => registry.decide(command, by, occurredOn, approvedBy));
    }
  }
}

const DRAWS = 6;
/** What comes next: of a few commands that the transition tables allow the first that is accepted, or else the last; or a void; or anything. */
function next(registry: Registry, world: World, chance: Chance, is: Step['is'], occurredOn: CivilDate): Told | undefined {
  let drawn: Told | undefined;
  for (let draws = is === 'guided' ? DRAWS : 1; draws > 0; draws--) {
    const command = is === 'void' ? voidIn(registry, world, chance) : commandIn(registry, world, chance, is === 'wild');
    if (command === undefined) continue;
    drawn = { ...command, by: authorOf(registry, command, chance) };
    if (draws > 1 && registry.wouldAccept(command, drawn.by, occurredOn, approverFor(drawn.by))) break;
  }
  return drawn;
}

/** The streams of the world, and those that came of them. */
const inPlay = (registry: Registry, { streams }: World): readonly StreamId[] => [...new Set([...streams, ...registry.store.keys()])];

/** A command to one of the streams of one aggregate, from the situation that it is in. */
function commandIn(registry: Registry, world: World, chance: Chance, isWild: boolean): Command | undefined {
  const category = weighted(chance, Object.keys(world.shares) as Category[], (one) => world.shares[one] ?? 0);
  const streams = inPlay(registry, world).filter((one) => categoryOf(one) === category);
  const stream = chance.from<StreamId | undefined>(streams, undefined);
  if (category === undefined || stream === undefined) return undefined;
  const decider = deciders[category];
  const state = registry.warm.state(decider, stream) as Readonly<Record<string, unknown>>;
  const mayCome = ({ type }: Turn) =>
    Object.entries(ruleOf(decider, type)?.from ?? {}).every(([region, allowed]) => (allowed as readonly unknown[]).includes(state[region]));
  const turns = world.turns.filter((one) => one.category === category && (isWild || mayCome(one)));
  const turn = weighted(chance, turns, ({ weight }) => weight);
  return turn && { stream, type: turn.type, data: decider.commands[turn.type]?.parse(turn.data(chance, registry, stream)) };
}

function weighted<T>(chance: Chance, options: readonly T[], weightOf: (option: T) => number): T | undefined {
  let left = chance.below(
    Math.max(
      1,
      options.reduce((sum, option) => sum + weightOf(option), 0),
    ),
  );
  return options.find((option) => (left -= weightOf(option)) < 0);
}

/** A void of one or two of the last records of a stream, or of any. */
function voidIn(registry: Registry, world: World, chance: Chance): Command | undefined {
  const told = inPlay(registry, world).filter((one) => registry.events(one).length > 0 && categoryOf(one) !== 'correction');
  const stream = chance.from<StreamId | undefined>(told, undefined);
  if (stream === undefined) return undefined;
  const length = registry.events(stream).length;
  const isAny = chance.below(3) === 0;
  const version = isAny ? 1 + chance.below(length) : length;
  const versions = chance.below(2) === 0 ? [version] : [version, Math.max(1, version - 1)];
  return { stream, type: 'VoidRecords', data: { targets: [...new Set(versions)].map((one) => eventIdOf(stream, one)) } };
}

/** Somebody who may: for a void, mostly one of the organ whose act it was. */
function authorOf(registry: Registry, { stream, type, data }: Command, chance: Chance): Actor {
  const number = 1 + chance.below(3);
  const [target] = type === 'VoidRecords' ? (data as { targets: readonly EventId[] }).targets : [];
  const author = target && registry.events(stream)[versionOfEvent(target) - 1]?.actor;
  if (author && author.role !== 'SYSTEM' && chance.below(8) > 0) return officer(author.role, number);
  return officer(chance.from(ruleOf(deciderOf(stream), type)?.by ?? [], 'AUDITOR'), number);
}

/** What every course keeps to: lawful records that make the state, and nothing from a request that is repeated. */
export const soundness: Check = (registry, issued, decided, again) => {
  for (const stream of new Set(decided.map(({ on }) => on ?? issued.stream))) {
    const { state, isLawful } = refold(registry.events(stream));
    if (!isLawful) throw new Error(`${stream} holds a record that is out of place`);
    if (JSON.stringify(state) !== JSON.stringify(registry.warm.state(deciderOf(stream), stream))) throw new Error(`${stream} is not what its records make it`);
  }
  if (decided.length === 0) return;
  const mustHold = ['VoidRecords', 'ApproveCorrection'].includes(issued.type) || ruleOf(deciderOf(issued.stream), issued.type)?.holds !== undefined;
  let repeated: readonly Decided[] = [];
  try {
    repeated = again();
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
  }
  if (mustHold && repeated.length > 0) throw new Error(`${issued.type} is repeated, and not for nothing`);
};

/** Looks for what must never be, and says where it is. */
export type Look = (registry: Registry) => readonly unknown[];
export function nothingWrong(invariants: Readonly<Record<string, Look>>, registry: Registry): void {
  for (const [wrong, look] of Object.entries(invariants)) {
    const found = look(registry);
    if (found.length > 0) throw new Error(`${wrong}: ${JSON.stringify(found)}`);
  }
}
