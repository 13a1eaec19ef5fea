import type { Told } from './history.ts';
import { FOREVER, type Span, joined, overlaps, timeline, within } from './spans.ts';

const event = (position: number, on: number, data: boolean | undefined): Told<string, boolean | undefined> => ({
  position,
  stream: 1,
  version: position,
  type: 'Set',
  on,
  recorded: on,
  data,
});
const held = (...events: Told<string, boolean | undefined>[]) =>
  timeline(
    events,
    undefined as boolean | undefined,
    (state, { data }) => (data === state ? state : data),
    (state) => state || undefined,
  );
const span = (from: number, to: number, since = from, until = to): Span<true> => ({ from, to, since, until, value: true });

describe('a timeline', () => {
  it('begins with the event that makes it hold, and ends before the day of the one that does not', () =>
    expect(held(event(1, 10, true), event(2, 20, false))).toEqual([span(10, 20, 1, 2)]));
  it('holds for ever until something ends it', () => expect(held(event(1, 10, true))).toEqual([span(10, FOREVER, 1, 0)]));
  it('takes the state at the end of a day', () => expect(held(event(1, 10, true), event(2, 10, false))).toEqual([]));
  it('names the last event of the day that changed anything', () =>
    expect(held(event(1, 10, true), event(2, 10, false), event(3, 10, true), event(4, 10, true))).toEqual([span(10, FOREVER, 3, 0)]));
});

describe('spans', () => {
  it('are cut to a window, whose events then begin and end them', () =>
    expect(within([span(10, 30, 1, 2)], [span(20, 40, 3, 4)])).toEqual([span(20, 30, 3, 2)]));
  it('that only touch a window are not in it', () => expect(within([span(10, 20)], [span(20, 30)])).toEqual([]));
  it('that overlap or touch become one', () =>
    expect(joined([span(20, 30, 2, 3), span(10, 20, 1, 2), span(40, 50, 4, 5)])).toEqual([span(10, 30, 1, 3), span(40, 50, 4, 5)]));
  it('inside others add nothing', () => expect(joined([span(10, 30), span(15, 20)])).toEqual([span(10, 30)]));
  it('overlap where two hold at once', () =>
    expect(overlaps([span(10, 30, 1, 3), span(20, 40, 2, 4)])).toEqual([{ from: 20, to: 30, since: 2, until: 3, value: 1 }]));
  it('overlap twice where three hold', () => expect(overlaps([span(10, 40), span(10, 40), span(20, 30)]).map(({ value }) => value)).toEqual([1, 2, 1]));
  it('overlap for ever when none of them ends', () =>
    expect(overlaps([span(10, FOREVER, 1, 0), span(20, FOREVER, 2, 0)])).toEqual([{ from: 20, to: FOREVER, since: 2, until: 0, value: 1 }]));
  it('do not overlap alone', () => expect(overlaps([span(10, 20), span(20, 30)])).toEqual([]));
});
