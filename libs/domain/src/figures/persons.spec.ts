import fc from 'fast-check';
import type { PersonEvent } from '../person/person-messages.ts';
import { type Interval, intervalOf } from './annex.ts';
import type { FigureId, PersonFigureId } from './figure.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';
import { toldTypes } from './told-events.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 200);
const DAY = '2019-12-31';
const variants = (id: PersonFigureId): readonly FigureId[] => [id, `${id}-unsure`, `${id}-if-right`, `${id}-if-wrong`];
const intervalIn = (story: Story, id: PersonFigureId = 'F05', asOf = DAY, district?: string, knownAt?: number): Interval =>
  intervalOf(id, Object.fromEntries(variants(id).map((one) => [one, story.value(one, asOf, knownAt, district)])) as Record<FigureId, number>);
/** The value and the interval around it, in a line. */
const range = (story: Story, id: PersonFigureId = 'F05', district?: string, knownAt?: number) => {
  const { min, max } = intervalIn(story, id, DAY, district, knownAt);
  return `${min} ≤ ${story.value(id, DAY, knownAt, district)} ≤ ${max}`;
};

const detain = (story: Story, person: Stream, file: Stream, on = '2019-03-03', district = SHINAN) => {
  const suspect = story.stream('suspect');
  story.tell(on, suspect, 'SuspectOpened', { person, case: file });
  return story.tell(on, suspect, 'CriminalDetentionImposed', { district });
};
const caseOf = (story: Story) => {
  const file = story.stream('criminal_case');
  story.tell('2018-06-01', file, 'CaseScopeClassified', { scope: 'EVIL' });
  return file;
};
/** So many identities, each detained once in Shinan unless another district is named. */
const detained = (...districts: (typeof SHINAN)[]) => {
  const story = new Story();
  const file = caseOf(story);
  const persons = districts.map((district) => {
    const person = story.stream('person');
    detain(story, person, file, '2019-03-03', district);
    return person;
  });
  const [a, b, c] = persons as [Stream, Stream, Stream];
  return {
    ...{ story, file, a, b, c },
    merge: (one: Stream, survivor: Stream, certainty?: 'SURE' | 'UNSURE') =>
      story.tell('2019-06-01', one, 'IdentitiesMerged', { survivor, ...(certainty && { certainty }) }),
    split: (one: Stream, survivor: Stream) => story.tell('2019-06-01', one, 'IdentitiesSplit', { survivor }),
    mark: (one: Stream, other: Stream) => story.tell('2019-06-01', one, 'IdentityMatchMarked', { other }),
    clear: (one: Stream, other: Stream) => story.tell('2019-06-01', one, 'IdentityMatchCleared', { other }),
  };
};
const two = () => detained(SHINAN, SHINAN);
const three = () => detained(SHINAN, SHINAN, SHINAN);

describe('the interval of a figure of persons', () => {
  it('is the value where nobody is unsure', () => expect(range(two().story)).toBe('2 ≤ 2 ≤ 2'));
  it('is the value of identities merged for sure, said or not', () => {
    for (const certainty of ['SURE', undefined] as const) {
      const { story, merge, a, b } = two();
      merge(b, a, certainty);
      expect(range(story)).toBe('1 ≤ 1 ≤ 1');
    }
  });
  it('reaches up to two where a merge is unsure: it counts as one', () => {
    const { story, merge, a, b } = two();
    merge(b, a, 'UNSURE');
    expect(range(story)).toBe('1 ≤ 1 ≤ 2');
  });
  it('reaches down to one where a match is marked: it counts as two', () => {
    const { story, mark, a, b } = two();
    mark(a, b);
    expect(range(story)).toBe('1 ≤ 2 ≤ 2');
  });
  it('does not depend on which of the two a match is told of', () => {
    const { story, mark, a, b } = two();
    mark(b, a);
    expect(range(story)).toBe('1 ≤ 2 ≤ 2');
  });
  it('closes once the match is cleared, and opens when it is marked again', () => {
    const { story, mark, clear, a, b } = two();
    mark(a, b);
    clear(b, a);
    expect(range(story)).toBe('2 ≤ 2 ≤ 2');
    mark(a, b);
    expect(range(story)).toBe('1 ≤ 2 ≤ 2');
  });
  it('closes once the match is decided, one way or the other', () => {
    const one = two();
    one.mark(one.a, one.b);
    one.merge(one.b, one.a, 'SURE');
    expect(range(one.story)).toBe('1 ≤ 1 ≤ 1');
    const other = two();
    other.mark(other.a, other.b);
    other.split(other.b, other.a);
    expect(range(other.story)).toBe('2 ≤ 2 ≤ 2');
  });
  it('opens again where a match is marked after the decision, unless they are one already', () => {
    const apart = two();
    apart.split(apart.b, apart.a);
    apart.mark(apart.a, apart.b);
    expect(range(apart.story)).toBe('1 ≤ 2 ≤ 2');
    const merged = two();
    merged.merge(merged.b, merged.a, 'SURE');
    merged.mark(merged.a, merged.b);
    expect(range(merged.story)).toBe('1 ≤ 1 ≤ 1');
  });
  it('changes sides where a marked match is merged, still unsure', () => {
    const { story, mark, merge, a, b } = two();
    mark(a, b);
    merge(b, a, 'UNSURE');
    expect(range(story)).toBe('1 ≤ 1 ≤ 2');
  });
  it('closes once an unsure merge is made sure, or is split', () => {
    const { story, merge, split, a, b } = two();
    merge(b, a, 'UNSURE');
    merge(b, a, 'SURE');
    expect(range(story)).toBe('1 ≤ 1 ≤ 1');
    split(b, a);
    expect(range(story)).toBe('2 ≤ 2 ≤ 2');
  });
  it('opens at the position of the mark, for every date, and never was once that is voided', () => {
    const { story, mark, a, b } = two();
    const position = mark(a, b);
    expect([range(story, 'F05', undefined, position - 1), range(story, 'F05', undefined, position)]).toEqual(['2 ≤ 2 ≤ 2', '1 ≤ 2 ≤ 2']);
    expect(intervalIn(story, 'F05', '2019-03-03')).toEqual({ min: 1, max: 2 });
    story.void(position);
    expect(range(story)).toBe('2 ≤ 2 ≤ 2');
  });
  it('is no wider for a match with somebody who does not count', () => {
    const { story, mark, a } = two();
    mark(a, story.stream('person'));
    expect(range(story)).toBe('2 ≤ 2 ≤ 2');
  });
  it('leaves out whom no match touches', () => {
    const { story, mark, a, b } = three();
    mark(a, b);
    expect([story.values(variants('F05'), DAY), range(story)]).toEqual([[3, 2, 1, 2], '2 ≤ 3 ≤ 3']);
  });
});

describe('chains of three', () => {
  it.each<[string, (graph: ReturnType<typeof three>) => unknown, string]>([
    ['all marked', ({ mark, a, b, c }) => [mark(a, b), mark(b, c)], '1 ≤ 3 ≤ 3'],
    ['all merged unsurely', ({ merge, a, b, c }) => [merge(b, a, 'UNSURE'), merge(c, b, 'UNSURE')], '1 ≤ 1 ≤ 3'],
    ['one merged for sure, one marked', ({ merge, mark, a, b, c }) => [merge(b, a), mark(b, c)], '1 ≤ 2 ≤ 2'],
    ['one merged for sure, one unsurely', ({ merge, a, b, c }) => [merge(b, a), merge(c, b, 'UNSURE')], '1 ≤ 1 ≤ 2'],
    ['one merged unsurely, one marked', ({ merge, mark, a, b, c }) => [merge(b, a, 'UNSURE'), mark(b, c)], '1 ≤ 2 ≤ 3'],
    ['one marked and cleared, one marked', ({ mark, clear, a, b, c }) => [mark(a, b), mark(b, c), clear(a, b)], '2 ≤ 3 ≤ 3'],
    ['a ring that is unsure at one place', ({ merge, a, b, c }) => [merge(b, a), merge(c, b), merge(c, a, 'UNSURE')], '1 ≤ 1 ≤ 1'],
    ['a ring that is marked at one place', ({ merge, mark, a, b, c }) => [merge(b, a), merge(c, b), mark(a, c)], '1 ≤ 1 ≤ 1'],
    ['a ring of marks', ({ mark, a, b, c }) => [mark(a, b), mark(b, c), mark(c, a)], '1 ≤ 3 ≤ 3'],
  ])('%s', (_, tell, expected) => {
    const graph = three();
    tell(graph);
    expect(range(graph.story)).toBe(expected);
  });
});

describe('an unsure match over two districts', () => {
  it('changes the city and neither district: a person counts in both', () => {
    const { story, mark, a, b } = detained(SHINAN, SHIBEI);
    mark(a, b);
    expect([range(story), range(story, 'F05', SHINAN), range(story, 'F05', SHIBEI)]).toEqual(['1 ≤ 2 ≤ 2', '1 ≤ 1 ≤ 1', '1 ≤ 1 ≤ 1']);
  });
  it('changes the district in which both count', () => {
    const { story, merge, a, b, c } = detained(SHINAN, SHINAN, SHIBEI);
    merge(b, a, 'UNSURE');
    merge(c, b, 'UNSURE');
    expect([range(story), range(story, 'F05', SHINAN), range(story, 'F05', SHIBEI)]).toEqual(['1 ≤ 1 ≤ 3', '1 ≤ 1 ≤ 2', '1 ≤ 1 ≤ 1']);
  });
});

/** Makes a person count, in a file of its own. */
const counts: Readonly<Record<PersonFigureId, (story: Story, person: Stream) => unknown>> = {
  F05: (story, person) => detain(story, person, caseOf(story)),
  F07: (story, person) => {
    const file = story.stream('arrest_review');
    story.tell('2019-03-01', file, 'ArrestReviewOpened', { scope: 'EVIL', district: SHINAN });
    story.tell('2019-03-03', file, 'ArrestApproved', { suspect: story.stream('suspect'), person });
  },
  F09: (story, person) => {
    const file = story.stream('prosecution');
    story.tell('2019-03-01', file, 'ProsecutionReviewOpened', { scope: 'EVIL', district: SHINAN });
    story.tell('2019-03-03', file, 'IndictmentFiled', {});
    story.tell('2019-03-03', file, 'DefendantIndicted', { suspect: story.stream('suspect'), person });
  },
  F12: (story, person) => {
    const docket = story.stream('court_docket');
    story.tell('2019-03-01', docket, 'DocketAccepted', { scope: 'EVIL', district: SHINAN });
    story.tell('2019-03-01', docket, 'DocketDefendantListed', { suspect: story.stream('suspect'), person });
    story.tell('2019-03-03', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
  },
  F16: (story, person) => investigate(story, person, 'OTHER_CORRUPTION'),
  F18: (story, person) => investigate(story, person, 'DERELICTION'),
};
function investigate(story: Story, person: Stream, principalKind: 'DERELICTION' | 'OTHER_CORRUPTION'): void {
  const file = story.stream('umbrella_investigation');
  story.tell('2019-03-03', file, 'InvestigationFiled', { principalKind, district: SHINAN });
  story.tell('2019-03-03', file, 'PersonInvestigationOpened', { person });
}

describe.each(Object.entries(counts) as [PersonFigureId, (story: Story, person: Stream) => unknown][])('%s', (id, count) => {
  it('lies in the interval of what may be one person and what may be two', () => {
    const story = new Story();
    const [a, b, c] = [story.stream('person'), story.stream('person'), story.stream('person')];
    for (const person of [a, b, c]) count(story, person);
    story.tell('2019-06-01', b, 'IdentitiesMerged', { survivor: a, certainty: 'UNSURE' });
    story.tell('2019-06-01', c, 'IdentityMatchMarked', { other: b });
    expect([story.values(variants(id), DAY), range(story, id)]).toEqual([[2, 2, 1, 3], '1 ≤ 2 ≤ 3']);
  });
});

describe('what is no matter of counting', () => {
  it('is a sealed record, and what is corrected of a person: K12 changes no figure', () => {
    const passedOver: readonly PersonEvent['type'][] = ['RecordSealed', 'PersonDataCorrected', 'IdentityConfirmed'];
    for (const type of passedOver) expect(toldTypes).not.toContain(type);
  });
});

// A random graph of identities, and what a naive union-find of the same words makes of it.

const acts = ['merge', 'mergeUnsurely', 'split', 'mark', 'clear'] as const;
type Word = { readonly act: (typeof acts)[number]; readonly one: number; readonly other: number; readonly month: number; readonly isVoided: boolean };
type Detention = { readonly person: number; readonly district: typeof SHINAN; readonly month: number };
const PERSONS = 5;
const someone = fc.nat({ max: PERSONS - 1 });
const month = fc.integer({ min: 1, max: 12 });
const graphs = fc.record({
  detentions: fc.array(fc.record<Detention>({ person: someone, district: fc.constantFrom(SHINAN, SHIBEI), month }), { maxLength: 8 }),
  words: fc.array(
    fc
      .record<Word>({ act: fc.constantFrom(...acts), one: someone, other: someone, month, isVoided: fc.integer({ max: 4, min: 0 }).map((n) => n === 0) })
      .filter(({ one, other }) => one !== other),
    { maxLength: 12 },
  ),
});
const inMonth = (n: number) => `2019-${String(n).padStart(2, '0')}-15`;

function tellGraph({ detentions, words }: { readonly detentions: readonly Detention[]; readonly words: readonly Word[] }): Story {
  const story = new Story();
  const file = caseOf(story);
  const persons = Array.from({ length: PERSONS }, () => story.stream('person'));
  const person = (n: number) => persons[n] as Stream;
  for (const { person: n, district, month: when } of detentions) detain(story, person(n), file, inMonth(when), district);
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
        const [decided, unsure, right, wrong] = variants('F05').map((id) => story.value(id, inMonth(asOf), undefined, district)) as [
          number,
          number,
          number,
          number,
        ];
        const naive = (belief: Belief) => naively(detentions, words, belief, asOf, district);
        expect([decided, decided - unsure + right, decided - unsure + wrong]).toEqual([naive('as decided'), naive('all right'), naive('all wrong')]);
        const { min, max } = intervalIn(story, 'F05', inMonth(asOf), district);
        expect([min, max]).toEqual([naive('all right'), naive('all wrong')]);
        expect(min <= decided && decided <= max).toBe(true);
        if (min < max) isWide++;
      }),
      { numRuns },
    );
    expect(isWide).toBeGreaterThan(numRuns / 20); // the graphs are worth counting
  });
});
