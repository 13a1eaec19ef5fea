import type { Day } from '../kernel/civil-date.ts';
import type { Position, Told } from './history.ts';

/** The end of what has not ended. Days are counted from 2000-01-01: this is in September 2089. */
export const FOREVER: Day = 32_767;

/** Something that holds from one day until before another. `since` and `until` are the positions of the events that began and ended it (0: not ended). */
export type Span<V> = { readonly from: Day; readonly to: Day; readonly since: Position; readonly until: Position; readonly value: V };

/**
 * Folds events in valid order and tells what held when. Events of one day act together: what counts is the state at its end.
 * `evolve` must return the same state when an event changes nothing: `since` and `until` name the last event of a day that did.
 */
export function timeline<E extends Told, S, V>(
  events: readonly E[],
  initial: S,
  evolve: (state: S, event: E) => S,
  read: (state: S) => V | undefined,
  isSame: (a: V, b: V) => boolean = Object.is,
): Span<V>[] {
  const spans: Span<V>[] = [];
  let state = initial;
  let value: V | undefined;
  let from = 0;
  let since = 0;
  let by = 0;
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as E;
    const evolved = evolve(state, event);
    if (evolved !== state) by = event.position;
    state = evolved;
    if (events[i + 1]?.on === event.on) continue;
    const next = read(state);
    if (next === undefined ? value === undefined : value !== undefined && isSame(value, next)) continue;
    if (value !== undefined) spans.push({ from, to: event.on, since, until: by, value });
    value = next;
    from = event.on;
    since = by;
  }
  if (value !== undefined) spans.push({ from, to: FOREVER, since, until: 0, value });
  return spans;
}

/** The part of each span that lies inside one of the windows. */
export function within<V>(spans: readonly Span<V>[], windows: readonly Span<unknown>[]): Span<V>[] {
  const out: Span<V>[] = [];
  for (const a of spans)
    for (const b of windows) {
      const from = Math.max(a.from, b.from);
      const to = Math.min(a.to, b.to);
      if (from >= to) continue;
      const since = from === a.from && (from !== b.from || a.since > b.since) ? a.since : b.since;
      const until = to === a.to && (to !== b.to || a.until > b.until) ? a.until : b.until;
      out.push({ from, to, since, until, value: a.value });
    }
  return out;
}

/** The part of each span that lies outside all of the windows. */
export function outside<V>(spans: readonly Span<V>[], windows: readonly Span<unknown>[]): Span<V>[] {
  return windows.reduce<Span<V>[]>(
    (parts, window) =>
      parts.flatMap((part) => [
        ...(part.from < window.from ? [part.to <= window.from ? part : { ...part, to: window.from, until: window.since }] : []),
        ...(part.to > window.to ? [part.from >= window.to ? part : { ...part, from: window.to, since: window.until }] : []),
      ]),
    [...spans],
  );
}

/** Spans that touch or overlap become one: a person detained twice is one person. All spans must carry the same value. */
export function joined<V>(spans: readonly Span<V>[]): Span<V>[] {
  const out: Span<V>[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from || a.since - b.since)) {
    const last = out.at(-1);
    if (!last || span.from > last.to) out.push(span);
    else if (span.to > last.to) out[out.length - 1] = { ...last, to: span.to, until: span.until };
  }
  return out;
}

/** Where k spans hold at once, k − 1: how often one unit is counted too much when districts are added up. */
export function overlaps(spans: readonly Span<unknown>[]): Span<number>[] {
  if (spans.length < 2) return [];
  const edges = spans
    .flatMap((span) => [
      { day: span.from, step: 1, by: span.since },
      { day: span.to, step: -1, by: span.until },
    ])
    .sort((a, b) => a.day - b.day || a.by - b.by);
  const out: Span<number>[] = [];
  let depth = 0;
  let open: Span<number> | undefined;
  for (const [i, { day, step, by }] of edges.entries()) {
    depth += step;
    if (edges[i + 1]?.day === day) continue;
    const value = Math.max(0, depth - 1);
    if ((open?.value ?? 0) === value) continue;
    if (open) out.push({ ...open, to: day, until: by });
    open = value > 0 ? { from: day, to: FOREVER, since: by, until: 0, value } : undefined;
  }
  return open ? [...out, open] : out;
}
