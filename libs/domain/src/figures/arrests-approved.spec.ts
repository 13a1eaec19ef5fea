import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

const scene = () => {
  const story = new Story();
  const open = (scope: Scope = 'EVIL', district = SHINAN) => {
    const file = story.stream('arrest_review');
    story.tell('2018-01-10', file, 'ArrestReviewOpened', { scope, district });
    return file;
  };
  const approve = (file: Stream, person: Stream, on = '2019-03-03', suspect = story.stream('suspect')) => ({
    suspect,
    approval: story.tell(on, file, 'ArrestApproved', { suspect, person }),
  });
  return { story, open, approve, person: story.stream('person') };
};
/** One suspect in one file, whose arrest was approved on 3 March 2019. */
const approved = (scope?: Scope) => {
  const { story, open, approve, person } = scene();
  const file = open(scope);
  return { story, open, approve, person, file, ...approve(file, person) };
};

describe('F06 and F07, arrests approved', () => {
  it('count a file and its person from the day of the decision', () => {
    const { story } = approved();
    expect([story.around('F06', '2019-03-03'), story.around('F07', '2019-03-03')]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
  it('do not count what was approved before the campaign, and do what was on its first day', () => {
    const { story, open, approve, person } = scene();
    approve(open(), person, '2018-01-23');
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-01-01')).toEqual([0, 0, 0]);
    approve(open(), person, '2018-01-24');
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-01-01')).toEqual([1, 1, 1]);
  });
  it('do not count a request that nobody has decided on', () => {
    const { story, open } = scene();
    open();
    expect(story.values(['F06', 'F07'], '2019-05-09')).toEqual([0, 0]);
  });
  it('go by the finding of the procuratorate, not by the classification of the police', () => {
    const { story, person } = approved('ORDINARY');
    const [file, suspect] = [story.stream('criminal_case'), story.stream('suspect')];
    story.tell('2019-01-01', file, 'CaseScopeClassified', { scope: 'EVIL' });
    story.tell('2019-01-02', suspect, 'SuspectOpened', { person, case: file });
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-05-09')).toEqual([0, 0, 0]);
  });
  it('count a file once, however many arrests are approved in it', () => {
    const { story, approve, file } = approved();
    approve(file, story.stream('person'));
    approve(file, story.stream('person'));
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-05-09')).toEqual([1, 3, 3]);
  });
  it('count a person of two files once, and twice as person-times', () => {
    const { story, open, approve, person } = approved();
    approve(open(), person);
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-05-09')).toEqual([2, 1, 2]);
  });
  it('count a person of two districts in both, and once in the city', () => {
    const { story, open, approve, person } = approved();
    approve(open('EVIL', SHIBEI), person);
    const of = (district?: string) => story.value('F07', '2019-05-09', undefined, district);
    expect([of(SHINAN), of(SHIBEI), of()]).toEqual([1, 1, 1]);
  });
  it('do not count an arrest that a court decided', () => {
    const { story, person } = scene();
    const [file, suspect] = [story.stream('criminal_case'), story.stream('suspect')];
    story.tell('2019-01-01', suspect, 'SuspectOpened', { person, case: file });
    story.tell('2019-03-03', suspect, 'ArrestDecided', {});
    expect(story.value('F07', '2019-05-09')).toBe(0);
  });
  it('count the person whom the last approval names', () => {
    const { story, approve, file, suspect } = approved();
    approve(file, story.stream('person'), '2019-04-01', suspect);
    expect(story.values(['F07', 'F07-times'], '2019-05-09')).toEqual([1, 1]);
  });
  it('have no district for a file that was never opened', () => {
    const { story } = approved();
    story.void(1);
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-05-09')).toEqual([0, 0, 0]);
  });
});

describe('corrections of F06 and F07', () => {
  it('K1: an approval that is voided was never counted, at any date; before the void it was', () => {
    const { story, approval } = approved();
    story.void(approval);
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-12-31')).toEqual([0, 0, 0]);
    expect([story.value('F06', '2019-12-31', approval), story.value('F07', '2019-12-31', approval)]).toEqual([1, 1]);
  });
  it('K1: a revocation that is voided never took anything away', () => {
    const { story, file, suspect } = approved();
    story.void(story.tell('2019-05-09', file, 'ArrestApprovalRevoked', { suspect }));
    expect(story.values(['F06', 'F07'], '2019-05-09')).toEqual([1, 1]);
  });
  it('K2: a revoked approval leaves on the day it is revoked, and its file with it', () => {
    const { story, file, suspect } = approved();
    story.tell('2019-05-09', file, 'ArrestApprovalRevoked', { suspect });
    expect([story.around('F06', '2019-05-09'), story.around('F07', '2019-05-09')]).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });
  it('K2: a file stays while another approval stands in it', () => {
    const { story, approve, file, suspect } = approved();
    approve(file, story.stream('person'));
    story.tell('2019-05-09', file, 'ArrestApprovalRevoked', { suspect });
    expect([story.around('F06', '2019-05-09'), story.around('F07', '2019-05-09'), story.around('F07-times', '2019-05-09')]).toEqual([
      [1, 1],
      [2, 1],
      [2, 1],
    ]);
  });
  it('K2: what is approved again counts again from that day', () => {
    const { story, approve, person, file, suspect } = approved();
    story.tell('2019-05-09', file, 'ArrestApprovalRevoked', { suspect });
    approve(file, person, '2019-06-01', suspect);
    expect([story.around('F06', '2019-06-01'), story.around('F07', '2019-06-01')]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
  it('K3: a change of the measure changes nothing', () => {
    const { story, suspect } = approved();
    story.tell('2019-05-09', suspect, 'BailImposed', {});
    expect(story.values(['F06', 'F07', 'F07-times'], '2019-05-09')).toEqual([1, 1, 1]);
  });
  it('K4: a file that is reclassified leaves with its persons, and comes back when that is reversed', () => {
    const { story, file } = approved();
    story.tell('2019-05-09', file, 'ArrestReviewReclassified', { scope: 'ORDINARY' });
    story.tell('2019-06-09', file, 'ArrestReviewReclassified', { scope: 'MAFIA' });
    for (const id of ['F06', 'F07', 'F07-times'] as const) expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1, 0, 0, 1]);
  });
  it('K4: from mafia-type to evil-force nothing moves', () => {
    const { story, file } = approved('MAFIA');
    story.tell('2019-05-09', file, 'ArrestReviewReclassified', { scope: 'EVIL' });
    expect(story.values(['F06', 'F07'], '2019-05-09')).toEqual([1, 1]);
  });
  it('K5: an absorbed file leaves, and its persons stay', () => {
    const { story, open, file } = approved();
    story.tell('2019-05-09', file, 'ArrestReviewsMerged', { survivor: open() });
    expect([story.around('F06', '2019-05-09'), story.around('F07', '2019-05-09'), story.around('F07-times', '2019-05-09')]).toEqual([
      [1, 0],
      [1, 1],
      [1, 1],
    ]);
  });
  it('K5: persons of an absorbed file follow the finding on its survivor', () => {
    const { story, open, file } = approved('ORDINARY');
    const survivor = open('EVIL');
    story.tell('2019-05-09', file, 'ArrestReviewsMerged', { survivor });
    story.tell('2019-06-09', survivor, 'ArrestReviewReclassified', { scope: 'ORDINARY' });
    expect([...story.around('F07', '2019-05-09'), ...story.around('F07', '2019-06-09')]).toEqual([0, 1, 1, 0]);
  });
  it('K5: files merged in a circle keep their persons', () => {
    const { story, open, file } = approved();
    const survivor = open();
    story.tell('2019-05-09', file, 'ArrestReviewsMerged', { survivor });
    story.tell('2019-05-10', survivor, 'ArrestReviewsMerged', { survivor: file });
    expect(story.values(['F06', 'F07'], '2019-06-01')).toEqual([0, 1]);
  });
  it('K6: a file that is split off counts by an approval of its own, and a person of both is one', () => {
    const { story, open, approve, person } = approved();
    const child = open();
    expect(story.value('F06', '2019-05-09')).toBe(1);
    approve(child, person, '2019-05-09');
    expect([story.around('F06', '2019-05-09'), story.around('F07', '2019-05-09')]).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });
  it('K7, K8: a case of the police that moves, even out of the city, takes no file with it', () => {
    const { story, person, suspect } = approved();
    const file = story.stream('criminal_case');
    story.tell('2019-01-01', file, 'CaseFiled', { district: SHINAN });
    story.tell('2019-01-02', suspect, 'SuspectOpened', { person, case: file });
    story.tell('2019-05-09', file, 'CaseTransferred', { scope: 'DISTRICT', toDistrict: SHIBEI });
    story.tell('2019-06-09', file, 'CaseTransferred', { scope: 'CITY_OUT' });
    expect([story.value('F06', '2019-07-01', undefined, SHINAN), story.value('F07', '2019-07-01', undefined, SHINAN)]).toEqual([1, 1]);
  });
  it('K9: a remand changes nothing', () => {
    const { story, person, suspect } = approved();
    const docket = story.stream('court_docket');
    story.tell('2019-05-01', docket, 'DocketDefendantListed', { suspect, person });
    story.tell('2019-05-09', docket, 'DocketConcluded', { kind: 'REMANDED' });
    expect(story.values(['F06', 'F07'], '2019-05-09')).toEqual([1, 1]);
  });
  it('K10: a late entry counts from its own date, once it is known', () => {
    const { story, approval } = approved();
    expect([story.learning('F06', approval, '2019-03-03'), story.learning('F07', approval, '2019-03-03')]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
  it('K11: merged identities are one person at every date, until they are split; the files are as many', () => {
    const { story, open, approve, person } = approved();
    const other = story.stream('person');
    approve(open(), other);
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person });
    expect([story.learning('F07', merge, '2019-03-03'), story.learning('F06', merge, '2019-03-03')]).toEqual([
      [2, 1],
      [2, 2],
    ]);
    const split = story.tell('2019-07-01', other, 'IdentitiesSplit', { survivor: person });
    expect(story.learning('F07', split, '2019-03-03')).toEqual([1, 2]);
  });
});
