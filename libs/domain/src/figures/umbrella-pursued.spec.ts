import type { InvestigationEvent } from '../umbrella/investigation-messages.ts';
import type { LeadEvent, UmbrellaKind } from '../umbrella/lead-messages.ts';
import type { Stream } from './history.ts';
import { toldTypes } from './told-events.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

describe('F14, leads checked', () => {
  const received = (on = '2019-03-03') => {
    const story = new Story();
    const lead = story.stream('umbrella_lead');
    story.tell('2018-01-10', lead, 'LeadReceived', { district: SHINAN });
    return { story, lead, verification: story.tell(on, lead, 'LeadVerificationOpened', {}) };
  };

  it('counts a lead from the day its verification is opened', () => expect(received().story.around('F14', '2019-03-03')).toEqual([0, 1]));
  it('does not count a lead that nobody checks', () => {
    const story = new Story();
    story.tell('2019-03-03', story.stream('umbrella_lead'), 'LeadReceived', { district: SHINAN });
    expect(story.value('F14', '2019-12-31')).toBe(0);
  });
  it.each([
    ['2018-01-23', 0],
    ['2018-01-24', 1],
  ])('counts what was opened on %s: %i', (on, value) => expect(received(on).story.value('F14', '2019-12-31')).toBe(value));
  it('counts where the lead was received', () => {
    const { story } = received();
    expect([story.value('F14', '2019-12-31', undefined, SHINAN), story.value('F14', '2019-12-31', undefined, SHIBEI)]).toEqual([1, 0]);
  });
  it('K1: never counted a lead whose verification is voided, at any date; before the void it did', () => {
    const { story, verification } = received();
    story.void(verification);
    expect([story.value('F14', '2019-12-31'), story.value('F14', '2019-12-31', verification)]).toEqual([0, 1]);
  });
  it('K2, K3: is not told how a verification ends: an unfounded lead was checked', () => {
    const ending: LeadEvent['type'] = 'LeadVerificationClosed';
    expect(toldTypes).not.toContain(ending);
  });
  it.each([
    ['K4', 'LeadPutOutOfScope'],
    ['K5', 'LeadsMerged'],
    ['K7', 'LeadReferred'],
  ] as const)('%s: loses a lead on the day of %s, and has it back at every date once that is voided', (_, type) => {
    const { story, lead } = received();
    const act = story.tell('2019-05-09', lead, type, {});
    expect(story.around('F14', '2019-05-09')).toEqual([1, 0]);
    story.void(act);
    expect(story.around('F14', '2019-05-09')).toEqual([1, 1]);
  });
  it('K6: counts a lead that is split off once it is checked itself', () => {
    const { story } = received();
    const child = story.stream('umbrella_lead');
    story.tell('2019-05-01', child, 'LeadReceived', { district: SHINAN });
    expect(story.value('F14', '2019-05-08')).toBe(1);
    story.tell('2019-05-09', child, 'LeadVerificationOpened', {});
    expect(story.around('F14', '2019-05-09')).toEqual([1, 2]);
  });
  it('K10: counts a late entry from its own date, once it is known', () => {
    const { story, verification } = received();
    expect(story.learning('F14', verification, '2019-03-03')).toEqual([0, 1]);
  });
});

const scene = () => {
  const story = new Story();
  const file = (principalKind: UmbrellaKind = 'SHELTERING', on = '2019-03-03', district = SHINAN) => {
    const investigation = story.stream('umbrella_investigation');
    return { investigation, filing: story.tell(on, investigation, 'InvestigationFiled', { principalKind, district }) };
  };
  const open = (investigation: Stream, person = story.stream('person'), on = '2019-03-03') => ({
    person,
    opening: story.tell(on, investigation, 'PersonInvestigationOpened', { person }),
  });
  return { story, file, open };
};
/** Filed on 3 March 2019, on one person. */
const filed = (kind?: UmbrellaKind, on?: string) => {
  const { story, file, open } = scene();
  const opened = file(kind, on);
  return { story, file, open, ...opened, ...open(opened.investigation, undefined, on) };
};
const all = ['F15', 'F16', 'F16-times', 'F17', 'F18'] as const;
const parts = ['F17', 'F15-other', 'F18', 'F16-other'] as const;

describe('F15 to F18, investigations pursued', () => {
  it('count an investigation and its person from the day it is filed', () => {
    const { story } = filed();
    for (const id of all) expect(story.around(id, '2019-03-03')).toEqual([0, 1]);
  });
  it('count what was filed on the campaign’s first day, and not before', () => {
    expect(filed('SHELTERING', '2018-01-23').story.values(all, '2019-12-31')).toEqual([0, 0, 0, 0, 0]);
    expect(filed('SHELTERING', '2018-01-24').story.values(all, '2019-12-31')).toEqual([1, 1, 1, 1, 1]);
  });
  it.each([
    ['SHELTERING', [1, 0, 1, 0]],
    ['DERELICTION', [1, 0, 1, 0]],
    ['OTHER_CORRUPTION', [0, 1, 0, 1]],
  ] as const)('put %s on one side: F17 and F18 are parts of F15 and F16', (kind, expected) => {
    const { story } = filed(kind);
    expect(story.values(parts, '2019-12-31')).toEqual(expected);
    expect(story.values(['F15', 'F16'], '2019-12-31')).toEqual([1, 1]);
  });
  it('count a person who is opened later from that day', () => {
    const { story, open, investigation } = filed();
    open(investigation, undefined, '2019-05-09');
    expect([...story.around('F15', '2019-05-09'), ...story.around('F16', '2019-05-09')]).toEqual([1, 1, 1, 2]);
  });
  it('count a person of two investigations once, by the kind that comes first, and twice as person-times', () => {
    const { story, file, open, person } = filed('OTHER_CORRUPTION');
    open(file('DERELICTION', '2019-05-09').investigation, person, '2019-05-09');
    expect([...story.around('F18', '2019-05-09'), ...story.around('F16-other', '2019-05-09')]).toEqual([0, 1, 1, 0]);
    expect(story.values(['F15', 'F16', 'F16-times', 'F15-other'], '2019-05-09')).toEqual([2, 1, 2, 1]);
  });
  it('count a person of two districts in both, and once in the city; by other corruption only where nothing else is', () => {
    const { story, file, open, person } = filed('SHELTERING');
    open(file('OTHER_CORRUPTION', '2019-03-03', SHIBEI).investigation, person);
    const of = (id: 'F16' | 'F18' | 'F16-other') => [SHINAN, SHIBEI, undefined].map((district) => story.value(id, '2019-12-31', undefined, district));
    expect([of('F16'), of('F18'), of('F16-other')]).toEqual([
      [1, 1, 1],
      [1, 0, 1],
      [0, 0, 0],
    ]);
  });
  it('do not count a person of a file that was never filed', () => {
    const { story, filing } = filed();
    story.void(filing);
    expect(story.values(all, '2019-12-31')).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('corrections of F15 to F18', () => {
  it('K1: a filing that is voided was never counted, at any date; before the void it was', () => {
    const { story, filing, opening } = filed();
    story.void(filing);
    for (const id of all) expect([story.value(id, '2019-12-31'), story.value(id, '2019-12-31', opening)]).toEqual([0, 1]);
  });
  it('K1: a person opened by mistake never was, and the case stays', () => {
    const { story, opening } = filed();
    story.void(opening);
    expect(story.values(all, '2019-12-31')).toEqual([1, 0, 0, 1, 0]);
    expect(story.value('F16', '2019-12-31', opening)).toBe(1);
  });
  it.each([
    ['K2', 'InvestigationWithdrawn'],
    ['K7', 'InvestigationReferred'],
  ] as const)('%s: a case leaves with its persons on the day of %s', (_, type) => {
    const { story, investigation } = filed();
    story.tell('2019-05-09', investigation, type, {});
    for (const id of all) expect(story.around(id, '2019-05-09')).toEqual([1, 0]);
  });
  it('K2: a person stays while another case stands', () => {
    const { story, file, open, investigation, person } = filed();
    open(file('OTHER_CORRUPTION').investigation, person);
    story.tell('2019-05-09', investigation, 'InvestigationWithdrawn', {});
    expect([...story.around('F16', '2019-05-09'), ...story.around('F18', '2019-05-09'), ...story.around('F16-other', '2019-05-09')]).toEqual([
      1, 1, 1, 0, 0, 1,
    ]);
  });
  it('K3, K9: no sanction, another sanction or a review are nothing that counting is told of', () => {
    const passedOver: readonly InvestigationEvent['type'][] = ['NoActionDecided', 'PartySanctionImposed', 'AccountabilityDecided', 'DispositionReviewed'];
    for (const type of passedOver) expect(toldTypes).not.toContain(type);
  });
  it('K4: a change of the principal kind moves a case and its persons', () => {
    const { story, investigation } = filed('SHELTERING');
    story.tell('2019-05-09', investigation, 'PrincipalKindChanged', { kind: 'OTHER_CORRUPTION' });
    story.tell('2019-06-09', investigation, 'PrincipalKindChanged', { kind: 'DERELICTION' });
    expect([story.values(parts, '2019-05-08'), story.values(parts, '2019-05-09'), story.values(parts, '2019-06-09')]).toEqual([
      [1, 0, 1, 0],
      [0, 1, 0, 1],
      [1, 0, 1, 0],
    ]);
    for (const id of ['F15', 'F16'] as const) expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-06-09')]).toEqual([1, 1, 1, 1]);
  });
  it('K4: from sheltering to dereliction nothing moves', () => {
    const { story, investigation } = filed('SHELTERING');
    story.tell('2019-05-09', investigation, 'PrincipalKindChanged', { kind: 'DERELICTION' });
    for (const id of all) expect(story.around(id, '2019-05-09')).toEqual([1, 1]);
  });
  it('K5: an absorbed case leaves, and its persons stay, of the kind of its survivor', () => {
    const { story, file, investigation } = filed('SHELTERING');
    story.tell('2019-05-09', investigation, 'InvestigationsMerged', { survivor: file('OTHER_CORRUPTION').investigation });
    expect([story.values(['F15', 'F16', ...parts], '2019-05-08'), story.values(['F15', 'F16', ...parts], '2019-05-09')]).toEqual([
      [2, 1, 1, 1, 1, 0],
      [1, 1, 0, 1, 0, 1],
    ]);
  });
  it('K5: the persons of an absorbed case leave with its survivor', () => {
    const { story, file, investigation } = filed();
    const survivor = file().investigation;
    story.tell('2019-05-09', investigation, 'InvestigationsMerged', { survivor });
    story.tell('2019-06-09', survivor, 'InvestigationWithdrawn', {});
    expect([...story.around('F16', '2019-05-09'), ...story.around('F16', '2019-06-09')]).toEqual([1, 1, 1, 0]);
  });
  it('K6: a case that is split off is one more, and a person of both is one', () => {
    const { story, file, open, person } = filed();
    open(file('SHELTERING', '2019-05-09').investigation, person, '2019-05-09');
    expect([...story.around('F15', '2019-05-09'), ...story.around('F17', '2019-05-09'), ...story.around('F16', '2019-05-09')]).toEqual([1, 2, 1, 2, 1, 1]);
  });
  it('K6: whoever is split off is no longer of the case they left: they leave when the new one is withdrawn, and stay when the old one is', () => {
    const { story, file, open, investigation, person } = filed();
    open(investigation);
    const split = story.tell('2019-05-09', investigation, 'InvestigationSplit', { persons: [person] });
    const child = file('SHELTERING', '2019-05-09').investigation;
    open(child, person, '2019-05-09');
    expect([...story.around('F16', '2019-05-09'), ...story.around('F16-times', '2019-05-09')]).toEqual([2, 2, 2, 2]);
    const withdrawal = story.tell('2019-06-09', child, 'InvestigationWithdrawn', {});
    expect([...story.around('F16', '2019-06-09'), ...story.around('F18', '2019-06-09')]).toEqual([2, 1, 2, 1]);
    story.void(split);
    expect(story.around('F16', '2019-06-09')).toEqual([2, 2]);
    story.void(withdrawal);
    story.tell('2019-07-09', investigation, 'InvestigationWithdrawn', {});
    expect(story.around('F16', '2019-07-09')).toEqual([2, 1]);
  });
  it('K10: a late entry counts from its own date, once it is known', () => {
    const { story, filing, opening } = filed();
    expect([...story.learning('F15', filing, '2019-03-03'), ...story.learning('F17', filing, '2019-03-03')]).toEqual([0, 1, 0, 1]);
    expect([...story.learning('F16', opening, '2019-03-03'), ...story.learning('F18', opening, '2019-03-03')]).toEqual([0, 1, 0, 1]);
  });
  it('K11: merged identities are one person of one kind at every date, until they are split; the cases are as many', () => {
    const { story, file, open, person } = filed('SHELTERING');
    const other = open(file('OTHER_CORRUPTION').investigation).person;
    const merge = story.tell('2019-06-01', other, 'IdentitiesMerged', { survivor: person });
    const learned = (position: number) => (['F15', 'F16', 'F18', 'F16-other'] as const).flatMap((id) => story.learning(id, position, '2019-03-03'));
    expect(learned(merge)).toEqual([2, 2, 2, 1, 1, 1, 1, 0]);
    expect(learned(story.tell('2019-07-01', other, 'IdentitiesSplit', { survivor: person }))).toEqual([2, 2, 1, 2, 1, 1, 0, 1]);
  });
});
