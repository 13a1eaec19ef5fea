import type { PersonEvent } from '../person/person-messages.ts';
import type { PersonFigureId } from './figure.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story, variants } from './testing/story.ts';
import { toldTypes } from './told-events.ts';

const DAY = '2019-12-31';
/** The value and the interval around it, in a line. */
const range = (story: Story, id: PersonFigureId = 'F05', district?: string, knownAt?: number) => {
  const { min, max } = story.interval(id, DAY, knownAt, district);
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
    expect([merged.story.values(variants('F05'), DAY), range(merged.story)]).toEqual([[1, 0, 0, 0], '1 ≤ 1 ≤ 1']);
  });
  it('goes by the word that was told last, whatever its date', () => {
    const { story, merge, mark, a, b } = two();
    merge(b, a, 'UNSURE');
    story.tell('2019-05-01', b, 'IdentitiesSplit', { survivor: a });
    expect(range(story)).toBe('2 ≤ 2 ≤ 2');
    mark(a, b);
    expect(range(story)).toBe('1 ≤ 2 ≤ 2');
    story.tell('2019-05-01', a, 'IdentityMatchCleared', { other: b });
    expect(range(story)).toBe('2 ≤ 2 ≤ 2');
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
    expect(story.interval('F05', '2019-03-03')).toEqual({ min: 1, max: 2 });
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
    const passedOver: readonly PersonEvent['type'][] = ['RecordSealed', 'PersonDataCorrected', 'PersonKeyDestroyed', 'IdentityConfirmed'];
    for (const type of passedOver) expect(toldTypes).not.toContain(type);
  });
});
