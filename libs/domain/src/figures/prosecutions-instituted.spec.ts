import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import { ruledBy } from './figures.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

const scene = () => {
  const story = new Story();
  const open = (scope: Scope = 'EVIL', district = SHINAN) => {
    const file = story.stream('prosecution');
    story.tell('2018-01-10', file, 'ProsecutionReviewOpened', { scope, district });
    return file;
  };
  const charge = (file: Stream, person: Stream, on = '2019-03-03', suspect = story.stream('suspect')) => {
    story.tell(on, file, 'DefendantIndicted', { suspect, person });
    return suspect;
  };
  const indict = (file: Stream, person: Stream, on = '2019-03-03') => {
    const indictment = story.tell(on, file, 'IndictmentFiled', {});
    return { indictment, suspect: charge(file, person, on) };
  };
  return { story, open, charge, indict, person: story.stream('person') };
};
/** One defendant, indicted on 3 March 2019. */
const indicted = (scope?: Scope) => {
  const { story, open, charge, indict, person } = scene();
  const file = open(scope);
  return { story, open, charge, indict, person, file, ...indict(file, person) };
};
const both = ['F08', 'F09'] as const;

describe('F08 and F09, prosecutions instituted', () => {
  it('count an indictment and its defendant from the day it is filed', () => {
    const { story } = indicted();
    for (const id of both) expect(story.around(id, '2019-03-03')).toEqual([0, 1]);
  });
  it('do not count what was filed before the campaign, and do what was on its first day', () => {
    const { story, open, indict, person } = scene();
    indict(open(), person, '2018-01-23');
    expect(story.values(['F08', 'F09', 'F09-times', 'F08-gross', 'F09-gross'], '2019-01-01')).toEqual([0, 0, 0, 0, 0]);
    indict(open(), person, '2018-01-24');
    expect(story.values(['F08', 'F09', 'F09-times', 'F08-gross', 'F09-gross'], '2019-01-01')).toEqual([1, 1, 1, 1, 1]);
  });
  it('do not count a review without an indictment, whoever it is to charge', () => {
    const { story, open, charge, person } = scene();
    charge(open(), person);
    expect(story.values(['F08', 'F09', 'F09-times'], '2019-05-09')).toEqual([0, 0, 0]);
  });
  it('do not count what the procuratorate finds to be ordinary', () => {
    const { story } = indicted('ORDINARY');
    expect(story.values(['F08', 'F09', 'F09-times'], '2019-05-09')).toEqual([0, 0, 0]);
  });
  it('count defendants added later from the day they are, and the indictment once', () => {
    const { story, charge, file } = indicted();
    charge(file, story.stream('person'), '2019-05-09');
    expect([story.around('F08', '2019-05-09'), story.around('F09', '2019-05-09')]).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });
  it('count a person of two indictments once, and twice as person-times', () => {
    const { story, open, indict, person } = indicted();
    indict(open(), person);
    expect(story.values(['F08', 'F09', 'F09-times'], '2019-05-09')).toEqual([2, 1, 2]);
  });
  it('count a person of two districts in both, and once in the city', () => {
    const { story, open, indict, person } = indicted();
    indict(open('EVIL', SHIBEI), person);
    const of = (district?: string) => story.value('F09', '2019-05-09', undefined, district);
    expect([of(SHINAN), of(SHIBEI), of()]).toEqual([1, 1, 1]);
  });
  it('count persons who were never arrested: they are indicted from bail', () => {
    const { story } = indicted();
    expect(story.values(['F07', 'F09'], '2019-05-09')).toEqual([0, 1]);
  });
  it('have no district for a review that was never opened', () => {
    const { story } = indicted();
    story.void(1);
    expect(story.values(['F08', 'F09', 'F09-times', 'F08-gross', 'F09-gross'], '2019-05-09')).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('corrections of F08 and F09', () => {
  it('K1: an indictment that is voided was never counted, at any date; before the void it was', () => {
    const { story, indictment } = indicted();
    const known = story.void(indictment) - 1;
    expect(story.values(['F08', 'F09', 'F09-times', 'F08-gross', 'F09-gross'], '2019-12-31')).toEqual([0, 0, 0, 0, 0]);
    expect([story.value('F08', '2019-12-31', known), story.value('F09', '2019-12-31', known)]).toEqual([1, 1]);
  });
  it('K1: one defendant voided leaves the others and the indictment', () => {
    const { story, file } = indicted();
    const suspect = story.stream('suspect');
    story.void(story.tell('2019-03-03', file, 'DefendantIndicted', { suspect, person: story.stream('person') }));
    expect(story.values(['F08', 'F09', 'F09-times'], '2019-12-31')).toEqual([1, 1, 1]);
  });
  it('K2: a withdrawn prosecution leaves on the day of its withdrawal', () => {
    const { story, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionWithdrawn', {});
    for (const id of ['F08', 'F09', 'F09-times'] as const) expect(story.around(id, '2019-05-09')).toEqual([1, 0]);
  });
  it('K2: what is indicted again after a withdrawal counts again', () => {
    const { story, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionWithdrawn', {});
    story.tell('2019-06-09', file, 'IndictmentFiled', {});
    for (const id of both) expect(story.around(id, '2019-06-09')).toEqual([0, 1]);
  });
  it('K3: an acquittal changes nothing', () => {
    const { story, person, suspect } = indicted();
    const docket = story.stream('court_docket');
    story.tell('2019-04-01', docket, 'DocketAccepted', { scope: 'EVIL', district: SHINAN });
    story.tell('2019-04-01', docket, 'DocketDefendantListed', { suspect, person });
    story.tell('2019-05-09', docket, 'VerdictRecorded', { suspect, verdict: 'NOT_GUILTY' });
    story.tell('2019-05-09', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect(story.values(both, '2019-05-09')).toEqual([1, 1]);
  });
  it('K4: a reclassified prosecution leaves with its defendants, and comes back when that is reversed', () => {
    const { story, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionReclassified', { scope: 'ORDINARY' });
    story.tell('2019-06-09', file, 'ProsecutionReclassified', { scope: 'MAFIA' });
    for (const id of ['F08', 'F09', 'F09-times', 'F08-gross', 'F09-gross'] as const)
      expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1, 0, 0, 1]);
  });
  it('K4: one that the procuratorate adds to the label counts from then on', () => {
    const { story, file } = indicted('ORDINARY');
    story.tell('2019-05-09', file, 'ProsecutionReclassified', { scope: 'EVIL' });
    for (const id of both) expect(story.around(id, '2019-05-09')).toEqual([0, 1]);
  });
  it('K5: an absorbed prosecution leaves, and its defendants stay', () => {
    const { story, open, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionsMerged', { survivor: open() });
    expect([story.around('F08', '2019-05-09'), story.around('F09', '2019-05-09'), story.around('F09-times', '2019-05-09')]).toEqual([
      [1, 0],
      [1, 1],
      [1, 1],
    ]);
  });
  it('K5: defendants of an absorbed prosecution follow the finding on its survivor', () => {
    const { story, open, file } = indicted();
    const survivor = open();
    story.tell('2019-05-09', file, 'ProsecutionsMerged', { survivor });
    story.tell('2019-06-09', survivor, 'ProsecutionReclassified', { scope: 'ORDINARY' });
    expect([...story.around('F09', '2019-05-09'), ...story.around('F09', '2019-06-09')]).toEqual([1, 1, 1, 0]);
  });
  it('K6: a prosecution that is split off counts once it is indicted, and a person of both is one', () => {
    const { story, open, indict, person } = indicted();
    indict(open(), person, '2019-05-09');
    expect([story.around('F08', '2019-05-09'), story.around('F09', '2019-05-09')]).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });
  it('K7, K8: a docket that moves, even out of the city, takes no prosecution with it', () => {
    const { story, person, suspect } = indicted();
    const docket = story.stream('court_docket');
    story.tell('2019-04-01', docket, 'DocketAccepted', { scope: 'EVIL', district: SHINAN });
    story.tell('2019-04-01', docket, 'DocketDefendantListed', { suspect, person });
    story.tell('2019-05-09', docket, 'DocketTransferred', { scope: 'DISTRICT', toDistrict: SHIBEI });
    story.tell('2019-06-09', docket, 'DocketTransferred', { scope: 'CITY_OUT' });
    for (const id of both) expect(story.value(id, '2019-07-01', undefined, SHINAN)).toBe(1);
  });
  it('K9: a remand is not a new prosecution', () => {
    const { story, person, suspect } = indicted();
    for (const on of ['2019-04-01', '2019-06-01']) {
      const docket = story.stream('court_docket');
      story.tell(on, docket, 'DocketAccepted', { scope: 'EVIL', district: SHINAN });
      story.tell(on, docket, 'DocketDefendantListed', { suspect, person });
      story.tell('2019-06-01', docket, 'DocketConcluded', { kind: 'REMANDED' });
    }
    expect(story.values(['F08', 'F09', 'F10'], '2019-07-01')).toEqual([1, 1, 2]);
  });
  it('K10: a late entry counts from its own date, once it is known', () => {
    const { story, open } = scene();
    const file = open();
    story.tell('2019-03-03', file, 'DefendantIndicted', { suspect: story.stream('suspect'), person: story.stream('person') });
    const indictment = story.tell('2019-03-03', file, 'IndictmentFiled', {});
    for (const id of both) expect(story.learning(id, indictment, '2019-03-03')).toEqual([0, 1]);
  });
  it('K11: merged identities are one person at every date, until they are split; the prosecutions are as many', () => {
    const { story, open, indict, person } = indicted();
    const other = story.stream('person');
    indict(open(), other);
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person });
    expect([story.learning('F09', merge, '2019-03-03'), story.learning('F08', merge, '2019-03-03')]).toEqual([
      [2, 1],
      [2, 2],
    ]);
    const split = story.tell('2019-07-01', other, 'IdentitiesSplit', { survivor: person });
    expect(story.learning('F09', split, '2019-03-03')).toEqual([1, 2]);
  });
});

describe('the rule set v1-gross', () => {
  it('has rules of its own for prosecutions and nothing else', () => {
    expect([ruledBy('v1-gross', 'F08'), ruledBy('v1-gross', 'F09'), ruledBy('v1-gross', 'F10')]).toEqual(['F08-gross', 'F09-gross', 'F10']);
    expect([ruledBy('v1', 'F08'), ruledBy('v1', 'F09')]).toEqual(['F08', 'F09']);
  });
  it('keeps a withdrawn prosecution at any past date, and its defendants', () => {
    const { story, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionWithdrawn', {});
    for (const id of both) {
      expect(story.around(ruledBy('v1-gross', id), '2019-05-09')).toEqual([1, 1]);
      expect(story.around(ruledBy('v1', id), '2019-05-09')).toEqual([1, 0]);
      expect(story.around(ruledBy('v1-gross', id), '2019-03-03')).toEqual([0, 1]);
    }
  });
  it('keeps one that is withdrawn and indicted again once', () => {
    const { story, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionWithdrawn', {});
    story.tell('2019-06-09', file, 'IndictmentFiled', {});
    expect(story.values(['F08-gross', 'F09-gross'], '2019-07-01')).toEqual([1, 1]);
  });
  it('loses an absorbed prosecution like the other', () => {
    const { story, open, file } = indicted();
    story.tell('2019-05-09', file, 'ProsecutionWithdrawn', {});
    story.tell('2019-06-09', file, 'ProsecutionsMerged', { survivor: open() });
    expect([story.around('F08-gross', '2019-06-09'), story.around('F09-gross', '2019-06-09')]).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});
