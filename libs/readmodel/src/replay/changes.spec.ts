import fc from 'fast-check';
import { changesBetween, withChanges } from './changes.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 300);

/** States as aggregates have them: fields, lists of ids, lists of records, records in records. Few names and values, so that two of them have much in common. */
const value = fc.constantFrom<unknown>('a', 'b', 'a/b', 1, true, null);
const fieldName = fc.constantFrom('status', 'on', 'a/b', 'm~n', '-', '0');
const { state } = fc.letrec<{ state: unknown; any: unknown }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, value, fc.array(value, { maxLength: 5 }), fc.array(tie('any'), { maxLength: 3 }), tie('state')),
  state: fc.dictionary(fieldName, tie('any'), { noNullPrototype: true }),
}));

describe('the changes between two states', () => {
  it('are what was set, what came and what went, in the order of the names', () =>
    expect(changesBetween({ status: 'filed', crackedOn: '2019-03-01' }, { filedOn: '2019-02-01', status: 'cracked' })).toEqual([
      { path: '/crackedOn', before: '2019-03-01' },
      { path: '/filedOn', after: '2019-02-01' },
      { path: '/status', before: 'filed', after: 'cracked' },
    ]));
  it('name the members of a list that went and came', () =>
    expect(changesBetween({ groups: ['a', 'b', 'c'] }, { groups: ['a', 'c', 'd', 'e'] })).toEqual([
      { path: '/groups/-', before: 'b' },
      { path: '/groups/-', after: 'd' },
      { path: '/groups/-', after: 'e' },
    ]));
  it('name the field of a record in a list', () =>
    expect(changesBetween({ spells: [{ from: 1 }, { from: 5 }] }, { spells: [{ from: 1 }, { from: 5, to: 6 }, { from: 8 }] })).toEqual([
      { path: '/spells/1/to', after: 6 },
      { path: '/spells/-', after: { from: 8 } },
    ]));
  it('name a record that went out of a list', () =>
    expect(changesBetween({ members: [{ id: 1 }, { id: 2 }] }, { members: [{ id: 2 }] })).toEqual([{ path: '/members/-', before: { id: 1 } }]));
  it('tell both lists where members changed places', () =>
    expect(changesBetween({ list: ['a', 'b'] }, { list: ['b', 'a'] })).toEqual([{ path: '/list', before: ['a', 'b'], after: ['b', 'a'] }]));
  it('are none between a field that is not there and one without a value', () => expect(changesBetween({ on: undefined }, {})).toEqual([]));
  it('quote what has a meaning in a path', () => expect(changesBetween({}, { 'a/b~c': 1 })).toEqual([{ path: '/a~1b~0c', after: 1 }]));

  it('lead from any state to any other, and are none where nothing differs', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        expect(withChanges(before, changesBetween(before, after))).toEqual(after);
        expect(changesBetween(after, structuredClone(after))).toEqual([]);
      }),
      { numRuns: numRuns * 10 },
    );
  });
});
