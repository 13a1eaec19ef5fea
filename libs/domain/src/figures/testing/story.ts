import { type CivilDate, addDays, civilDate, dayOf } from '../../kernel/civil-date.ts';
import type { District } from '../../kernel/districts.ts';
import type { Category } from '../../kernel/identifiers.ts';
import { type Interval, intervalOf } from '../annex.ts';
import { figureOf } from '../figures.ts';
import type { FigureId, PersonFigureId } from '../figure.ts';
import { History, type Stream, categoryOfStream, streamNumber } from '../history.ts';
import { overlaps } from '../spans.ts';
import { type ToldData, type ToldEvent, type ToldType, relations } from '../told-events.ts';

export const SHINAN: District = '370202';
export const SHIBEI: District = '370203';
/** A figure of persons, and what its interval is made of. */
export const variants = (id: PersonFigureId): readonly FigureId[] => [id, `${id}-unsure`, `${id}-if-right`, `${id}-if-wrong`];

/** Tells a story event by event, and asks what is counted: for specs that read as sentences. */
export class Story {
  readonly #told: ToldEvent[] = [];
  readonly #streams = new Set<Stream>();

  stream(category: Category): Stream {
    const stream = streamNumber(1_000 + this.#streams.size, category);
    this.#streams.add(stream);
    return stream;
  }

  /** Tells that something happened on a day; returns its position. */
  tell<T extends ToldType>(on: string, stream: Stream, type: T, data: ToldData<T>): number {
    return this.#add(on, stream, type, data);
  }

  /** Voids the event at a position; returns the position of the void. */
  void(position: number): number {
    const target = this.#told[position - 1] as ToldEvent;
    return this.#add('2020-01-01', target.stream, 'RecordVoided', { target: target.version });
  }

  /** The version of the event at a position: events of one stream name each other by it. */
  versionOf(position: number): number {
    return (this.#told[position - 1] as ToldEvent).version;
  }

  /** The interval of a figure of persons, whatever becomes of the matches still marked unsure. */
  interval(id: PersonFigureId, asOf: string, knownAt?: number, district?: string): Interval {
    return intervalOf(
      id,
      Object.fromEntries(variants(id).map((one) => [one, this.value(one, asOf, knownAt, district)])) as Record<FigureId, number>,
    ) as Interval;
  }

  /** Several figures on one day. */
  values(ids: readonly FigureId[], asOf: string): number[] {
    return ids.map((id) => this.value(id, asOf));
  }

  /** The day before, and on the day: what an act of that day changes. */
  around(id: FigureId, day: string, district?: string): [before: number, after: number] {
    const on = civilDate.parse(day);
    return [this.value(id, addDays(on, -1), undefined, district), this.value(id, on, undefined, district)];
  }

  /** Before an event was told, and once it is known: what a late entry changes of a day that is long past. */
  learning(id: FigureId, position: number, asOf: string): [before: number, after: number] {
    return [this.value(id, asOf, position - 1), this.value(id, asOf, position)];
  }

  /** The city's value on a day, as known at a position (by default: now); with a district, that district's. */
  value(id: FigureId, asOf: string, knownAt = this.#told.length, district?: string): number {
    const history = new History<ToldEvent>(relations);
    for (const event of this.#told.slice(0, knownAt)) history.learn(event);
    const day = dayOf(civilDate.parse(asOf));
    const { unit: category, count } = figureOf(id);
    let total = 0;
    for (const unit of this.#streams) {
      if (categoryOfStream(unit) !== category) continue;
      const spans = count(unit, history);
      for (const { from, to, value } of spans) if (from <= day && day < to && (district === undefined || value.district === district)) total += value.amount;
      if (district === undefined) for (const { from, to, value } of overlaps(spans)) if (from <= day && day < to) total -= value;
    }
    return total;
  }

  #add(on: string, stream: Stream, type: string, data: unknown): number {
    const version = this.#told.filter((event) => event.stream === stream).length + 1;
    const day = dayOf(on as CivilDate);
    this.#told.push({ position: this.#told.length + 1, stream, version, type, on: day, recorded: day, data } as ToldEvent); // the caller's types hold it together
    return this.#told.length;
  }
}
