import fc from 'fast-check';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story, variants } from './testing/story.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 200);

const acts = ['merge', 'mergeUnsurely', 'split', 'mark', 'clear'] as const;
type Word = { readonly act: (typeof acts)[number]; readonly one: number; readonly other: number; readonly month: number; readonly isVoided: boolean };
type Detention = { readonly person: number; readonly district: typeof SHINAN; readonly month: number };
const PERSONS = 4;
const someone = fc.nat({ max: PERSONS - 1 });
const month = fc.integer({ min: 1, max: 12 });
const graphs = fc.record({
  detentions: fc.array(fc.record<Detention>({ person: someone, district: fc.constantFrom(SHINAN, SHIBEI), month }), { minLength: 2, maxLength: 8 }),
  words: fc.array(
    fc
      .record<Word>({ act: fc.constantFrom(...acts), one: someone, other: someone, month, isVoided: fc.integer({ max: 4, min: 0 }).map((n) => n === 0) })
      .filter(({ one, other }) => one !== other),
    { maxLength: 12, size: 'max' },
  ),
});
const inMonth = (n: number) => `2019-${String(n).padStart(2, '0')}-15`;

function tellGraph({ detentions, words }: { readonly detentions: readonly Detention[]; readonly words: readonly Word[] }): Story {
  const story = new Story();
  const file = story.stream('criminal_case');
  story.tell('2018-06-01', file, 'CaseScopeClassified', { scope: 'EVIL' });
  const persons = Array.from({ length: PERSONS }, () => story.stream('person'));
  const person = (n: number) => persons[n] as Stream;
  for (const { person: n, district, month: when } of detentions) {
    const suspect = story.stream('suspect');
    story.tell(inMonth(when), suspect, 'SuspectOpened', { person: person(n), case: file });
    story.tell(inMonth(when), suspect, 'CriminalDetentionImposed', { district });
  }
  const told: Readonly<Record<Word['act'], (on: string, one: Stream, other: Stream) => number>> = {
    merge: (on, one, survivor) => story.tell(on, one, 'IdentitiesMerged', { survivor }),
    mergeUnsurely: (on, one, survivor) => story.tell(on, one, 'IdentitiesMerged', { survivor, certainty: 'UNSURE' }),
    split: (on, one, survivor) => story.tell(on, one, 'IdentitiesSplit', { survivor }),
    mark: (on, one, other) => story.tell(on, one, 'IdentityMatchMarked', { other }),
    clear: (on, one, other) => story.tell(on, one, 'IdentityMatchCleared', { other }),
  };
  for (const { act, one, other, month: when, isVoided } of words) {
    const position = told[act](inMonth(when), person(one), person(other));
    if (isVoided) story.void(position);
  }
  return story;
}

type Belief = 'as decided' | 'all right' | 'all wrong';
/** The same words, read one after the other, and a union-find of whom they make one. It shares nothing with the counting rules. */
function naively(detentions: readonly Detention[], words: readonly Word[], belief: Belief, asOf: number, district?: string): number {
  const pairs = new Map<string, { one: number; other: number; merged: '' | 'surely' | 'unsurely'; isMarked: boolean }>();
  for (const { act, one, other, isVoided } of words) {
    if (isVoided) continue;
    const key = [one, other].sort().join();
    const pair = pairs.get(key) ?? { one, other, merged: '', isMarked: false };
    if (act === 'mark' || act === 'clear') pair.isMarked = act === 'mark';
    else Object.assign(pair, { merged: act === 'merge' ? 'surely' : act === 'mergeUnsurely' ? 'unsurely' : '', isMarked: false });
    pairs.set(key, pair);
  }
  const roots = Array.from({ length: PERSONS }, (_, n) => n);
  const rootOf = (n: number): number => (roots[n] === n ? n : rootOf(roots[n] as number));
  for (const { one, other, merged, isMarked } of pairs.values()) {
    const isOne = { 'as decided': merged !== '', 'all right': merged !== '' || isMarked, 'all wrong': merged === 'surely' }[belief];
    if (isOne) roots[rootOf(one)] = rootOf(other);
  }
  const counted = detentions.filter((one) => one.month <= asOf && (district === undefined || one.district === district));
  return new Set(counted.map(({ person }) => rootOf(person))).size;
}

describe('a random graph of identities', () => {
  it('counts what a naive union-find counts: as decided, if every match is right, and if every match is wrong', () => {
    let isWide = 0;
    fc.assert(
      fc.property(graphs, month, fc.constantFrom(undefined, SHINAN, SHIBEI), ({ detentions, words }, asOf, district) => {
        const story = tellGraph({ detentions, words });
        const [decided = 0, unsure = 0, right = 0, wrong = 0] = variants('F05').map((id) => story.value(id, inMonth(asOf), undefined, district));
        const naive = (belief: Belief) => naively(detentions, words, belief, asOf, district);
        expect([decided, decided - unsure + right, decided - unsure + wrong]).toEqual([naive('as decided'), naive('all right'), naive('all wrong')]);
        const { min, max } = story.interval('F05', inMonth(asOf), undefined, district);
        expect([min, max]).toEqual([naive('all right'), naive('all wrong')]);
        expect(min <= decided && decided <= max).toBe(true);
        if (min < max) isWide++;
      }),
      { numRuns },
    );
    expect(isWide).toBeGreaterThan(numRuns / 20); // the graphs are worth counting
  });
});
