import type { Day } from '../kernel/civil-date.ts';
import { type Category, categories } from '../kernel/identifiers.ts';

/** A place in the ledger: 1, 2, 3, … */
export type Position = number;
/** The number of a stream: the position of its first event × 32 + the code of its category. The smaller, the older. */
export type Stream = number;

const CATEGORIES = 32;
const names = new Map<number, Category>(Object.entries(categories).map(([name, code]) => [code, name as Category]));
/** The number a stream gets from the position of its first event. */
export const streamNumber = (first: Position, category: Category): Stream => first * CATEGORIES + categories[category];
/** The category of a stream, read off its number. */
export function categoryOfStream(stream: Stream): Category {
  const category = names.get(stream % CATEGORIES);
  if (!category) throw new Error(`Stream ${stream} is of no known category`);
  return category;
}

/** An event as a counting rule sees it: streams are numbers, days are numbers, and `data` holds only what counting needs. */
export type Told<T extends string = string, D = unknown> = {
  readonly position: Position;
  readonly stream: Stream;
  readonly version: number;
  readonly type: T;
  /** The day it is true from. */
  readonly on: Day;
  /** The day the ledger took it. */
  readonly recorded: Day;
  readonly data: D;
};

/**
 * How an event refers to other streams. `about`: it is part of their history too. `follows`: whoever reads this stream reads them as well.
 * `names`: it only says who is meant.
 */
export type Relation = { readonly about?: readonly string[]; readonly follows?: readonly string[]; readonly names?: readonly string[] };
export type Relations = Readonly<Record<string, Relation>>;

const named = (event: Told, fields: readonly string[] = []) => fields.map((field) => (event.data as Record<string, Stream>)[field] as Stream);

/** "The reader's history includes what is read": the edges that an event adds to the graph of streams. They are never taken back. */
export function linksOf(event: Told, relations: Relations): (readonly [reader: Stream, read: Stream])[] {
  const relation = relations[event.type];
  if (!relation) return [];
  return [
    ...named(event, relation.about).map((other) => [other, event.stream] as const),
    ...named(event, relation.follows).map((other) => [event.stream, other] as const),
  ];
}

type Void = Told<'RecordVoided', { readonly target: number }>;
const isVoid = (event: Told): event is Void => event.type === 'RecordVoided';
const recordOf = (stream: Stream, version: number) => `${stream}@${version}`;

/** The live events of a unit and of all it reads, as known at one position. It grows by being told the next event, in ledger order. */
export class History<E extends Told = Told> {
  readonly #relations: Relations;
  readonly #told: E[] = [];
  #live = new Map<Stream, E[]>();

  constructor(relations: Relations) {
    this.#relations = relations;
  }

  /** The live events about a stream: by the day they are true from, and by position within a day. */
  of(stream: Stream): readonly E[] {
    return this.#live.get(stream) ?? [];
  }

  learn(event: E): void {
    this.#told.push(event);
    if (isVoid(event)) this.#forgetVoided();
    else this.#enter(event);
  }

  #enter(event: E): void {
    this.#place(event.stream, event);
    const about = this.#relations[event.type]?.about;
    if (about) for (const other of named(event, about)) this.#place(other, event);
  }

  #place(stream: Stream, event: E): void {
    const events = this.#live.get(stream);
    if (!events) {
      this.#live.set(stream, [event]);
      return;
    }
    let i = events.length;
    while (i > 0 && (events[i - 1] as E).on > event.on) i--;
    if (i === events.length) events.push(event);
    else events.splice(i, 0, event);
  }

  /** A void takes its target out of the history at every date; a void of a void puts it back. It names an earlier version of its own stream. */
  #forgetVoided(): void {
    const gone = new Set<string>();
    for (const event of this.#told.toReversed())
      if (isVoid(event) && !gone.has(recordOf(event.stream, event.version))) gone.add(recordOf(event.stream, event.data.target));
    this.#live = new Map();
    for (const event of this.#told) if (!isVoid(event) && !gone.has(recordOf(event.stream, event.version))) this.#enter(event);
  }
}
