import { foldChanges } from './fold.ts';

const step = (...changes: { path: string; before?: unknown; after?: unknown }[]) => ({ changes });

describe('folding what each step changed', () => {
  it('sets, replaces and takes away', () => {
    const steps = [
      step({ path: '/status', after: 'filed' }, { path: '/number', after: '1' }),
      step({ path: '/status', before: 'filed', after: 'closed' }),
      step({ path: '/number', before: '1' }),
    ];
    expect([1, 2, 3].map((n) => foldChanges(steps.slice(0, n)))).toEqual([
      { status: 'filed', number: '1' },
      { status: 'closed', number: '1' },
      { status: 'closed' },
    ]);
  });
  it('lets a member of a list come at the end, and the last one like it go', () => {
    const came = [step({ path: '/groups/-', after: 'a' }), step({ path: '/groups/-', after: 'b' }), step({ path: '/groups/-', after: 'a' })];
    expect(foldChanges(came)).toEqual({ groups: ['a', 'b', 'a'] });
    expect(foldChanges([...came, step({ path: '/groups/-', before: 'a' })])).toEqual({ groups: ['a', 'b'] });
  });
  it('reaches into members, also where a name holds a slash', () =>
    expect(foldChanges([step({ path: '/of/a~1b', after: 1 }), step({ path: '/of/c', after: 2 })])).toEqual({ of: { 'a/b': 1, c: 2 } }));
});
