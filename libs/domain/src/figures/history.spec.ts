import { History, type Told, categoryOfStream, linksOf, streamNumber } from './history.ts';

const CASE = 33;
const SUSPECT = 67;
const event = (position: number, on: number, type = 'Happened', data: unknown = {}, stream = CASE): Told => ({
  position,
  stream,
  version: position,
  type,
  on,
  recorded: on,
  data,
});
const relations = { Opened: { about: ['person'], follows: ['case'] } };
const told = (...events: Told[]) => {
  const history = new History(relations);
  for (const one of events) history.learn(one);
  return history;
};
const positions = (history: History, stream = CASE) => history.of(stream).map(({ position }) => position);

describe('a history', () => {
  it('is in the order of days, whatever the order of telling', () => expect(positions(told(event(1, 10), event(2, 5), event(3, 7)))).toEqual([2, 3, 1]));
  it('keeps the ledger’s order within a day', () => expect(positions(told(event(1, 5), event(2, 5), event(3, 4), event(4, 5)))).toEqual([3, 1, 2, 4]));
  it('is without what was voided', () => expect(positions(told(event(1, 5), event(2, 6), event(3, 9, 'RecordVoided', { target: 1 })))).toEqual([2]));
  it('has it back once the void is voided', () =>
    expect(positions(told(event(1, 5), event(2, 9, 'RecordVoided', { target: 1 }), event(3, 9, 'RecordVoided', { target: 2 })))).toEqual([1]));
  it('does not have it back while another void stands', () =>
    expect(
      positions(
        told(event(1, 5), event(2, 9, 'RecordVoided', { target: 1 }), event(3, 9, 'RecordVoided', { target: 1 }), event(4, 9, 'RecordVoided', { target: 2 })),
      ),
    ).toEqual([]));
  it('never mistakes the version of another stream for the target', () =>
    expect(positions(told(event(1, 5), event(2, 9, 'RecordVoided', { target: 1 }, SUSPECT)))).toEqual([1]));
  it('learns after a void as before', () =>
    expect(positions(told(event(1, 5), event(2, 6, 'RecordVoided', { target: 1 }), event(3, 4), event(4, 2)))).toEqual([4, 3]));
  it('is also that of whom an event is about', () => {
    const opened = event(1, 5, 'Opened', { person: 98, case: CASE }, SUSPECT);
    expect(positions(told(opened), 98)).toEqual([1]);
    expect(positions(told(opened, event(2, 6, 'RecordVoided', { target: 1 }, SUSPECT)), 98)).toEqual([]);
  });
});

describe('links between streams', () => {
  it('let the person read the suspect, and the suspect the case', () =>
    expect(linksOf(event(1, 5, 'Opened', { person: 98, case: CASE }, SUSPECT), relations)).toEqual([
      [98, SUSPECT],
      [SUSPECT, CASE],
    ]));
  it('are not made by other events', () => expect(linksOf(event(1, 5), relations)).toEqual([]));
});

describe('the number of a stream', () => {
  it('tells its category', () => expect(categoryOfStream(streamNumber(7, 'suspect'))).toBe('suspect'));
  it('is smaller for the older', () => expect(streamNumber(7, 'correction')).toBeLessThan(streamNumber(8, 'ledger')));
  it('cannot be of a category that nobody knows', () => expect(() => categoryOfStream(31)).toThrow('no known category'));
});
