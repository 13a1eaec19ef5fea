import fc from 'fast-check';
import { type Told, eventReader } from './event-reader.ts';

const readIn = (pieces: readonly string[]): Told[] => {
  const told: Told[] = [];
  const read = eventReader((one) => told.push(one));
  pieces.forEach(read);
  return told;
};

describe('reading server-sent events', () => {
  it('tells each event once it is whole, and no comment', () =>
    expect(readIn([': still here\n\nid: 7\nevent: state\ndata: {"position":7}\n\n', 'event: state\ndata: half'])).toEqual([
      { event: 'state', data: '{"position":7}' },
    ]));
  it('tells the same in whatever pieces the text arrives', () => {
    const text = ': beat\n\nevent: state\ndata: {"a":1}\n\ndata: bare\r\n\r\nevent: state\ndata: one\ndata: two\n\n';
    const whole = readIn([text]);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(readIn(at.slice(1).map((end, i) => text.slice(at[i], end)))).toEqual(whole);
      }),
    );
  });
});
