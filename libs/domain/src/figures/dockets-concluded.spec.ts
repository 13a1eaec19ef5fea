import type { verdicts } from '../court-docket/court-docket-messages.ts';
import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

type Verdict = (typeof verdicts)[number];
const scene = () => {
  const story = new Story();
  const accept = (on = '2019-03-03', scope: Scope = 'EVIL', district = SHINAN) => {
    const docket = story.stream('court_docket');
    return { docket, acceptance: story.tell(on, docket, 'DocketAccepted', { scope, district }) };
  };
  const list = (docket: Stream, person: Stream, on = '2019-03-03') => {
    const suspect = story.stream('suspect');
    return { suspect, listing: story.tell(on, docket, 'DocketDefendantListed', { suspect, person }) };
  };
  /** A docket of its own for one defendant, concluded with a verdict. */
  const judge = (person: Stream, verdict: Verdict, on: string, kind: 'JUDGMENT' | 'AFFIRMED' | 'VARIED' = 'JUDGMENT') => {
    const { docket } = accept();
    const { suspect } = list(docket, person);
    const judgment = story.tell(on, docket, 'VerdictRecorded', { suspect, verdict });
    return { docket, suspect, judgment, conclusion: story.tell(on, docket, 'DocketConcluded', { kind }) };
  };
  return { story, accept, list, judge, person: story.stream('person') };
};
/** Accepted on 3 March 2019 with one defendant. */
const taken = (scope?: Scope) => {
  const { story, accept, list, judge, person } = scene();
  const accepted = accept('2019-03-03', scope);
  return { story, accept, list, judge, person, ...accepted, ...list(accepted.docket, person) };
};
/** And concluded on 4 April 2019. */
const concluded = (scope?: Scope) => {
  const all = taken(scope);
  return { ...all, conclusion: all.story.tell('2019-04-04', all.docket, 'DocketConcluded', { kind: 'JUDGMENT' }) };
};
const F10 = ['F10', 'F10-persons'] as const;
const F11 = ['F11', 'F12', 'F12-times'] as const;
const every = [...F10, ...F11];

describe('F10, F11 and F12, dockets', () => {
  it('are taken on from the day they are accepted', () => {
    const { story } = taken();
    for (const id of F10) expect(story.around(id, '2019-03-03')).toEqual([0, 1]);
    expect(story.values(F11, '2019-12-31')).toEqual([0, 0, 0]);
  });
  it('are concluded from the day they are', () => {
    const { story } = concluded();
    for (const id of F11) expect(story.around(id, '2019-04-04')).toEqual([0, 1]);
    expect(story.values(F10, '2019-12-31')).toEqual([1, 1]);
  });
  it('do not count when accepted before the campaign, and do on its first day', () => {
    const { story, accept } = scene();
    story.tell('2018-03-01', accept('2018-01-23').docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect(story.values(['F10', 'F11'], '2019-01-01')).toEqual([0, 0]);
    story.tell('2018-03-01', accept('2018-01-24').docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect(story.values(['F10', 'F11'], '2019-01-01')).toEqual([1, 1]);
  });
  it('go by the finding of the court', () => {
    const { story } = concluded('ORDINARY');
    expect(story.values(every, '2019-12-31')).toEqual([0, 0, 0, 0, 0]);
  });
  it('count in every instance, and their defendants once', () => {
    const { story, accept, list, person } = concluded();
    const appeal = accept('2019-05-09').docket;
    list(appeal, person, '2019-05-09');
    expect(story.values(every, '2019-05-09')).toEqual([2, 1, 1, 1, 1]);
    story.tell('2019-06-09', appeal, 'DocketConcluded', { kind: 'AFFIRMED' });
    expect(story.values(every, '2019-06-09')).toEqual([2, 1, 2, 1, 2]);
  });
  it.each(['JUDGMENT', 'TERMINATION', 'AFFIRMED', 'VARIED', 'REMANDED'] as const)('are concluded by %s', (kind) => {
    const { story, docket } = taken();
    story.tell('2019-04-04', docket, 'DocketConcluded', { kind });
    expect(story.values(every, '2019-04-04')).toEqual([1, 1, 1, 1, 1]);
  });
  it('count a defendant of two districts in both, and once in the city', () => {
    const { story, accept, list, person } = concluded();
    const { docket } = accept('2019-03-03', 'EVIL', SHIBEI);
    list(docket, person);
    story.tell('2019-05-09', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    const of = (district?: string) => story.value('F12', '2019-05-09', undefined, district);
    expect([of(SHINAN), of(SHIBEI), of()]).toEqual([1, 1, 1]);
  });
});

describe('corrections of F10, F11 and F12', () => {
  it('K1: an acceptance that is voided was never counted, at any date; before the void it was', () => {
    const { story, acceptance, conclusion } = concluded();
    story.void(acceptance);
    expect(story.values(every, '2019-12-31')).toEqual([0, 0, 0, 0, 0]);
    for (const id of every) expect(story.value(id, '2019-12-31', conclusion)).toBe(1);
  });
  it('K1: a conclusion that is voided never was, and the docket stays taken on', () => {
    const { story, conclusion } = concluded();
    story.void(conclusion);
    expect(story.values(every, '2019-12-31')).toEqual([1, 1, 0, 0, 0]);
    for (const id of F11) expect(story.value(id, '2019-12-31', conclusion)).toBe(1);
  });
  it('K1: a defendant who was listed by mistake never was one', () => {
    const { story, listing } = concluded();
    story.void(listing);
    expect(story.values(every, '2019-12-31')).toEqual([1, 0, 1, 0, 0]);
  });
  it('K2: a docket whose prosecution may be withdrawn leaves on the day of the ruling, with its defendants', () => {
    const { story, docket } = taken();
    story.tell('2019-05-09', docket, 'DocketConcluded', { kind: 'WITHDRAWAL_ALLOWED' });
    for (const id of F10) expect(story.around(id, '2019-05-09')).toEqual([1, 0]);
    expect(story.values(F11, '2019-05-09')).toEqual([0, 0, 0]);
  });
  it('K2: a concluded docket leaves by that as well', () => {
    const { story, docket } = concluded();
    story.tell('2019-05-09', docket, 'DocketConcluded', { kind: 'WITHDRAWAL_ALLOWED' });
    for (const id of every) expect(story.around(id, '2019-05-09')).toEqual([1, 0]);
  });
  it('K3: the acquitted stay', () => {
    const { story, judge, person } = scene();
    judge(person, 'NOT_GUILTY', '2019-05-09');
    expect(story.values([...every, 'F12-acquitted'], '2019-05-09')).toEqual([1, 1, 1, 1, 1, 1]);
  });
  it('K4: a reclassified docket leaves with its defendants, and comes back when that is reversed', () => {
    const { story, docket } = concluded();
    story.tell('2019-05-09', docket, 'DocketReclassified', { scope: 'ORDINARY' });
    story.tell('2019-06-09', docket, 'DocketReclassified', { scope: 'MAFIA' });
    for (const id of every) expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1, 0, 0, 1]);
  });
  it('K5: an absorbed docket leaves, and its defendants stay those of the one it was merged into', () => {
    const { story, accept, docket } = taken();
    const survivor = accept().docket;
    story.tell('2019-05-09', docket, 'DocketsMerged', { survivor });
    expect([...story.around('F10', '2019-05-09'), ...story.around('F10-persons', '2019-05-09')]).toEqual([2, 1, 1, 1]);
    story.tell('2019-06-09', survivor, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect([...story.around('F11', '2019-06-09'), ...story.around('F12', '2019-06-09')]).toEqual([0, 1, 0, 1]);
  });
  it('K5: a concluded docket that is absorbed leaves, and its defendants wait for the survivor', () => {
    const { story, accept, docket } = concluded();
    const survivor = accept().docket;
    story.tell('2019-05-09', docket, 'DocketsMerged', { survivor });
    story.tell('2019-06-09', survivor, 'DocketConcluded', { kind: 'JUDGMENT' });
    for (const id of F11) expect(story.around(id, '2019-05-09')).toEqual([1, 0]);
    expect([...story.around('F11', '2019-06-09'), ...story.around('F12', '2019-06-09')]).toEqual([0, 1, 0, 1]);
  });
  it('K5: the person-times of an absorbed docket are those of the one that lists its defendants too', () => {
    const { story, accept, docket, person, suspect } = taken();
    const survivor = accept().docket;
    story.tell('2019-05-09', docket, 'DocketsMerged', { survivor });
    story.tell('2019-05-09', survivor, 'DocketDefendantListed', { suspect, person });
    story.tell('2019-06-09', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    story.tell('2019-06-09', survivor, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect(story.values(F11, '2019-06-09')).toEqual([1, 1, 1]);
  });
  it('K6: a docket that is split off is one more, and a defendant of both is one', () => {
    const { story, accept, list, person } = concluded();
    const child = accept('2019-05-09').docket;
    list(child, person, '2019-05-09');
    expect([...story.around('F10', '2019-05-09'), ...story.around('F10-persons', '2019-05-09')]).toEqual([1, 2, 1, 1]);
    story.tell('2019-06-09', child, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect([...story.around('F11', '2019-06-09'), ...story.around('F12', '2019-06-09')]).toEqual([1, 2, 1, 1]);
  });
  it('K6: whoever is split off is concluded with the new docket, not with the one they left; once the split is voided, with that one again', () => {
    const { story, accept, list, docket, suspect, person } = taken();
    list(docket, story.stream('person'));
    const split = story.tell('2019-03-20', docket, 'DocketSplit', { defendants: [suspect] });
    const child = accept('2019-03-20').docket;
    story.tell('2019-03-20', child, 'DocketDefendantListed', { suspect, person });
    story.tell('2019-04-04', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    story.tell('2019-06-09', child, 'DocketConcluded', { kind: 'JUDGMENT' });
    for (const id of ['F12', 'F12-times'] as const) expect([...story.around(id, '2019-04-04'), ...story.around(id, '2019-06-09')]).toEqual([0, 1, 1, 2]);
    story.void(split);
    expect([...story.around('F12', '2019-04-04'), ...story.around('F12-times', '2019-06-09')]).toEqual([0, 2, 2, 3]);
  });
  it('K7: a docket that leaves the city takes its defendants with it, and brings them back', () => {
    const { story, docket } = concluded();
    story.tell('2019-05-09', docket, 'DocketTransferred', { scope: 'CITY_OUT' });
    story.tell('2019-06-09', docket, 'DocketTransferred', { scope: 'CITY_IN', toDistrict: SHIBEI });
    for (const id of every) {
      expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1, 0, 0, 1]);
      expect(story.around(id, '2019-06-09', SHIBEI)).toEqual([0, 1]);
    }
  });
  it('K8: a docket that changes district moves with its defendants', () => {
    const { story, docket } = concluded();
    story.tell('2019-05-09', docket, 'DocketTransferred', { scope: 'DISTRICT', toDistrict: SHIBEI });
    for (const id of every) {
      expect(story.around(id, '2019-05-09')).toEqual([1, 1]);
      expect([...story.around(id, '2019-05-09', SHINAN), ...story.around(id, '2019-05-09', SHIBEI)]).toEqual([1, 0, 0, 1]);
    }
  });
  it('K9: a judgment that is set aside stays concluded; the new docket is one more, and counts as concluded when it is', () => {
    const { story, accept, list, person } = concluded();
    const appeal = accept('2019-05-01').docket;
    list(appeal, person, '2019-05-01');
    story.tell('2019-05-09', appeal, 'DocketConcluded', { kind: 'REMANDED' });
    expect(story.values(['F10', 'F11', 'F12'], '2019-05-09')).toEqual([2, 2, 1]);
    const anew = accept('2019-06-09').docket;
    list(anew, person, '2019-06-09');
    expect(story.values(['F10', 'F11', 'F12'], '2019-06-09')).toEqual([3, 2, 1]);
    story.tell('2019-09-09', anew, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect(story.values(['F10', 'F11', 'F12'], '2019-09-09')).toEqual([3, 3, 1]);
  });
  it('K10: a late entry counts from its own date, once it is known', () => {
    const { story, acceptance } = taken();
    expect(story.learning('F10', acceptance, '2019-03-03')).toEqual([0, 1]);
    const { story: another, conclusion } = concluded();
    for (const id of F11) expect(another.learning(id, conclusion, '2019-04-04')).toEqual([0, 1]);
  });
  it('K11: merged identities are one person at every date, until they are split; the dockets are as many', () => {
    const { story, judge, person } = scene();
    const other = story.stream('person');
    judge(person, 'GUILTY', '2019-05-09');
    judge(other, 'GUILTY', '2019-05-09');
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person });
    expect([...story.learning('F12', merge, '2019-05-09'), ...story.learning('F11', merge, '2019-05-09')]).toEqual([2, 1, 2, 2]);
    const split = story.tell('2019-07-01', other, 'IdentitiesSplit', { survivor: person });
    expect(story.learning('F12', split, '2019-05-09')).toEqual([1, 2]);
  });
});

describe('F12-acquitted', () => {
  it('counts from the conclusion, not from the verdict', () => {
    const { story, docket, suspect } = taken();
    story.tell('2019-04-01', docket, 'VerdictRecorded', { suspect, verdict: 'NOT_GUILTY' });
    expect(story.value('F12-acquitted', '2019-04-03')).toBe(0);
    story.tell('2019-04-04', docket, 'DocketConcluded', { kind: 'JUDGMENT' });
    expect(story.around('F12-acquitted', '2019-04-04')).toEqual([0, 1]);
  });
  it.each(['GUILTY', 'NOT_RESPONSIBLE', 'EXEMPT', 'TERMINATED'] as const)('is not %s', (verdict) => {
    const { story, judge, person } = scene();
    judge(person, verdict, '2019-04-04');
    expect(story.values(['F12', 'F12-acquitted'], '2019-05-09')).toEqual([1, 0]);
  });
  it('loses whom the appeal finds guilty', () => {
    const { story, judge, person } = scene();
    judge(person, 'NOT_GUILTY', '2019-04-04');
    judge(person, 'GUILTY', '2019-05-09', 'VARIED');
    expect([...story.around('F12-acquitted', '2019-04-04'), ...story.around('F12-acquitted', '2019-05-09')]).toEqual([0, 1, 1, 0]);
  });
  it('gains whom the appeal acquits, though the first judgment found them guilty', () => {
    const { story, judge, person } = scene();
    judge(person, 'GUILTY', '2019-04-04');
    judge(person, 'NOT_GUILTY', '2019-05-09', 'VARIED');
    expect(story.around('F12-acquitted', '2019-05-09')).toEqual([0, 1]);
  });
  it('keeps whom the appeal acquits again, once', () => {
    const { story, judge, person } = scene();
    judge(person, 'NOT_GUILTY', '2019-04-04');
    judge(person, 'NOT_GUILTY', '2019-05-09', 'AFFIRMED');
    expect(story.around('F12-acquitted', '2019-05-09')).toEqual([1, 1]);
  });
  it('goes by the judgment of later date, even where it was entered first', () => {
    const { story, judge, person } = scene();
    judge(person, 'GUILTY', '2019-05-09', 'VARIED');
    judge(person, 'NOT_GUILTY', '2019-04-04');
    expect([story.value('F12-acquitted', '2019-04-04'), story.value('F12-acquitted', '2019-05-09')]).toEqual([1, 0]);
  });
  it('has whom the first judgment acquitted again, once that of the appeal is voided', () => {
    const { story, judge, person } = scene();
    judge(person, 'NOT_GUILTY', '2019-04-04');
    story.void(judge(person, 'GUILTY', '2019-05-09', 'VARIED').conclusion);
    expect(story.value('F12-acquitted', '2019-06-01')).toBe(1);
  });
  it('goes by the last verdict on all identities of a person', () => {
    const { story, judge, person } = scene();
    const other = story.stream('person');
    judge(person, 'NOT_GUILTY', '2019-04-04');
    judge(other, 'GUILTY', '2019-05-09');
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person });
    expect(story.learning('F12-acquitted', merge, '2019-06-01')).toEqual([1, 0]);
  });
  it('leaves with the docket', () => {
    const { story, judge, person } = scene();
    const { docket } = judge(person, 'NOT_GUILTY', '2019-04-04');
    story.tell('2019-05-09', docket, 'DocketReclassified', { scope: 'ORDINARY' });
    expect(story.around('F12-acquitted', '2019-05-09')).toEqual([1, 0]);
  });
});
