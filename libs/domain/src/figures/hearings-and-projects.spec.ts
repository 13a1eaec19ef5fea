import { firstDayOf, lastDayOf, monthsBetween, type MonthlyRate } from './monthly-rate.ts';
import type { Month } from '../kernel/fields.ts';
import { addDays } from '../kernel/civil-date.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

type Official = 'PRINCIPAL' | 'DEPUTY' | 'OTHER_IN_CHARGE' | 'NONE';

describe('F30, major projects assessed', () => {
  const registered = (level: 'CITY' | 'DISTRICT' = 'CITY', requiresAssessment = true) => {
    const story = new Story();
    const project = story.stream('major_project');
    return { story, project, registration: story.tell('2018-06-01', project, 'MajorProjectRegistered', { level, requiresAssessment, district: SHINAN }) };
  };
  const assess = (story: Story, project: Stream, on: string) => story.tell(on, project, 'RiskAssessmentCompleted', {});
  const decide = (story: Story, project: Stream, on: string, decision: 'APPROVED' | 'REJECTED' | 'DEFERRED' = 'APPROVED') =>
    story.tell(on, project, 'ProjectDecided', { decision });
  const both = ['F30', 'F30-of'] as const;

  it('counts a project from the day of the decision, wherever it is registered', () => {
    const { story, project } = registered();
    assess(story, project, '2019-03-03');
    decide(story, project, '2019-05-09');
    for (const id of both) expect([...story.around(id, '2019-05-09'), ...story.around(id, '2019-05-09', SHINAN)]).toEqual([0, 1, 0, 1]);
  });
  it.each([
    ['the day before', '2019-05-08', 1],
    ['long before, in another year', '2018-07-01', 1],
    ['on the same day', '2019-05-09', 0],
    ['after', '2019-05-10', 0],
  ])('takes an assessment completed %s the decision, %s, for %i', (_, on, value) => {
    const { story, project } = registered();
    assess(story, project, on);
    decide(story, project, '2019-05-09');
    expect(story.values(both, '2019-12-31')).toEqual([value, 1]);
  });
  it('takes the earliest of several assessments', () => {
    const { story, project } = registered();
    decide(story, project, '2019-05-09');
    assess(story, project, '2019-06-09');
    assess(story, project, '2019-04-01');
    expect(story.values(both, '2019-12-31')).toEqual([1, 1]);
  });
  it.each([
    ['2018-12-31', 0],
    ['2019-01-01', 1],
    ['2019-12-31', 1],
    ['2020-01-01', 0],
  ])('counts what was decided on %s: %i', (on, value) => {
    const { story, project } = registered();
    assess(story, project, '2018-07-01');
    decide(story, project, on);
    expect(story.values(both, '2020-04-08')).toEqual([value, value]);
  });
  it('does not take a deferral for a decision', () => {
    const { story, project } = registered();
    decide(story, project, '2019-03-03', 'DEFERRED');
    assess(story, project, '2019-04-01');
    expect(story.values(both, '2019-05-08')).toEqual([0, 0]);
    decide(story, project, '2019-05-09', 'REJECTED');
    expect([story.around('F30', '2019-05-09'), story.around('F30-of', '2019-05-09')]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
  it('goes by the first decision: an assessment between two comes too late', () => {
    const { story, project } = registered();
    decide(story, project, '2019-05-09', 'REJECTED');
    assess(story, project, '2019-06-09');
    decide(story, project, '2019-07-09');
    expect(story.values(both, '2019-12-31')).toEqual([0, 1]);
  });
  it.each([
    ['of a district', 'DISTRICT', true],
    ['that needs no assessment', 'CITY', false],
  ] as const)('does not count a project %s', (_, level, requiresAssessment) => {
    const { story, project } = registered(level, requiresAssessment);
    assess(story, project, '2019-03-03');
    decide(story, project, '2019-05-09');
    expect(story.values(both, '2019-12-31')).toEqual([0, 0]);
  });
  it('K1: follows a corrected requirement at every date, and what is voided never was', () => {
    const { story, project } = registered('CITY', false);
    decide(story, project, '2019-05-09');
    const correction = story.tell('2020-03-01', project, 'RequirementCorrected', { requiresAssessment: true });
    expect(story.learning('F30-of', correction, '2019-05-09')).toEqual([0, 1]);
    story.void(correction);
    expect(story.value('F30-of', '2019-12-31')).toBe(0);
  });
  it('K1: never assessed what a voided assessment says; before the void it did', () => {
    const { story, project } = registered();
    const assessment = assess(story, project, '2019-03-03');
    const decision = decide(story, project, '2019-05-09');
    story.void(assessment);
    expect([...story.values(both, '2019-12-31'), story.value('F30', '2019-12-31', decision)]).toEqual([0, 1, 1]);
  });
  it('K1: never decided what a voided decision says', () => {
    const { story, project } = registered();
    const decision = decide(story, project, '2019-05-09');
    story.void(decision);
    expect([story.value('F30-of', '2019-12-31'), story.value('F30-of', '2019-12-31', decision)]).toEqual([0, 1]);
  });
  it('K1: does not know a project that was registered by mistake', () => {
    const { story, project, registration } = registered();
    decide(story, project, '2019-05-09');
    story.void(registration);
    expect(story.value('F30-of', '2019-12-31')).toBe(0);
  });
  it('K10: counts a late entry from its own date, once it is known', () => {
    const { story, project } = registered();
    const decision = decide(story, project, '2019-05-09');
    expect(story.learning('F30-of', decision, '2019-05-09')).toEqual([0, 1]);
    expect(story.learning('F30', assess(story, project, '2019-04-01'), '2019-05-09')).toEqual([0, 1]);
  });
});

const scene = () => {
  const story = new Story();
  const hear = (on: string, official: Official, district = SHINAN) => {
    const hearing = story.stream('hearing');
    const scheduling = story.tell('2019-01-10', hearing, 'HearingScheduled', { district });
    return { hearing, scheduling, record: story.tell(on, hearing, 'AdministrativeHearingHeld', { official }) };
  };
  return { story, hear };
};
const heard = (official: Official, on = '2019-05-09') => {
  const { story, hear } = scene();
  return { story, hear, ...hear(on, official) };
};
const rates = ['F42', 'F42-of'] as const;

describe('F42, hearings attended', () => {
  it.each([
    ['PRINCIPAL', 1],
    ['DEPUTY', 1],
    ['OTHER_IN_CHARGE', 1],
    ['NONE', 0],
  ] as const)('counts a hearing with %s as %i attended of 1', (official, attended) => {
    const { story } = heard(official);
    expect([...story.around('F42', '2019-05-09'), ...story.around('F42-of', '2019-05-09')]).toEqual([0, attended, 0, 1]);
  });
  it('does not count what is only scheduled', () => {
    const { story } = scene();
    const hearing = story.stream('hearing');
    story.tell('2019-01-10', hearing, 'HearingScheduled', { district: SHINAN });
    story.tell('2019-01-11', hearing, 'AppearanceDeclared', { official: 'PRINCIPAL' });
    expect(story.values([...rates, 'F42-declared'], '2019-12-31')).toEqual([0, 0, 0]);
  });
  it('counts a case that is heard twice once, from the first day', () => {
    const { story, hearing } = heard('PRINCIPAL');
    story.tell('2019-06-09', hearing, 'AdministrativeHearingHeld', { official: 'PRINCIPAL' });
    expect([...story.around('F42-of', '2019-05-09'), ...story.around('F42-of', '2019-06-09')]).toEqual([0, 1, 1, 1]);
  });
  it('counts where the hearing was scheduled', () => {
    const { story, hear } = heard('PRINCIPAL');
    hear('2019-05-09', 'NONE', SHIBEI);
    const of = (district: string) => rates.map((id) => story.value(id, '2019-12-31', undefined, district));
    expect([...of(SHINAN), ...of(SHIBEI)]).toEqual([1, 1, 0, 1]);
  });
  it('tells what was declared apart from who came', () => {
    const { story, hearing } = heard('NONE');
    story.tell('2019-05-01', hearing, 'AppearanceDeclared', { official: 'DEPUTY' });
    expect(story.values(['F42', 'F42-declared', 'F42-of'], '2019-05-09')).toEqual([0, 1, 1]);
    story.tell('2019-05-02', hearing, 'AppearanceDeclared', { official: 'NONE' });
    expect(story.values(['F42', 'F42-declared', 'F42-of'], '2019-05-09')).toEqual([0, 0, 1]);
  });
  it('counts an official who came without being declared', () => {
    const { story } = heard('PRINCIPAL');
    expect(story.values(['F42', 'F42-declared'], '2019-05-09')).toEqual([1, 0]);
  });
  it('K1: takes a correction from the day of the hearing on, once it is known', () => {
    const { story, hearing } = heard('PRINCIPAL');
    const correction = story.tell('2020-03-01', hearing, 'AppearanceCorrected', { official: 'NONE' });
    expect([...story.learning('F42', correction, '2019-05-09'), ...story.learning('F42-of', correction, '2019-05-09')]).toEqual([1, 0, 1, 1]);
    story.void(correction);
    expect(story.value('F42', '2019-05-09')).toBe(1);
  });
  it('K1: takes the correction that was told last, whatever its date', () => {
    const { story, hearing } = heard('NONE');
    story.tell('2020-03-01', hearing, 'AppearanceCorrected', { official: 'DEPUTY' });
    story.tell('2020-02-01', hearing, 'AppearanceCorrected', { official: 'NONE' });
    expect(story.value('F42', '2019-12-31')).toBe(0);
  });
  it('K1: never knew a hearing whose record is voided; before the void it did', () => {
    const { story, record } = heard('PRINCIPAL');
    story.void(record);
    for (const id of rates) expect([story.value(id, '2019-12-31'), story.value(id, '2019-12-31', record)]).toEqual([0, 1]);
  });
  it('K1: has no district for a hearing that was never scheduled', () => {
    const { story, scheduling } = heard('PRINCIPAL');
    story.void(scheduling);
    expect(story.values(rates, '2019-12-31')).toEqual([0, 0]);
  });
  it('K8: is of the district that was told last, at every date', () => {
    const { story, hearing } = heard('PRINCIPAL');
    const move = story.tell('2020-03-01', hearing, 'HearingScheduled', { district: SHIBEI });
    const of = (district: string, knownAt: number) => story.value('F42', '2019-05-09', knownAt, district);
    expect([of(SHINAN, move - 1), of(SHIBEI, move - 1), of(SHINAN, move), of(SHIBEI, move)]).toEqual([1, 0, 0, 1]);
  });
  it('K10: counts a late entry in its own month, once it is known', () => {
    const { story, record } = heard('PRINCIPAL');
    for (const id of rates) expect(story.learning(id, record, '2019-05-09')).toEqual([0, 1]);
  });
});

describe('the months of F42', () => {
  /** As the paper reads them: what the end of a month has more than the end of the month before. */
  const months = (story: Story, from: string, to: string) =>
    monthsBetween(from as Month, to as Month).map((month): MonthlyRate => {
      const inMonth = (id: 'F42' | 'F42-of') => story.value(id, lastDayOf(month)) - story.value(id, addDays(firstDayOf(month), -1));
      return { month, numerator: inMonth('F42'), denominator: inMonth('F42-of') };
    });
  it('are what was heard from the first day to the last of each', () => {
    const { story, hear } = scene();
    hear('2019-02-28', 'NONE');
    hear('2019-03-01', 'PRINCIPAL');
    hear('2019-03-31', 'NONE');
    hear('2019-05-01', 'DEPUTY');
    expect(months(story, '2019-02', '2019-05')).toEqual([
      { month: '2019-02', numerator: 0, denominator: 1 },
      { month: '2019-03', numerator: 1, denominator: 2 },
      { month: '2019-04', numerator: 0, denominator: 0 },
      { month: '2019-05', numerator: 1, denominator: 1 },
    ]);
  });
  it('change by a correction in the month of the hearing alone', () => {
    const { story, hear } = scene();
    const { hearing } = hear('2019-03-01', 'PRINCIPAL');
    hear('2019-04-01', 'PRINCIPAL');
    story.tell('2019-04-15', hearing, 'AppearanceCorrected', { official: 'NONE' });
    expect(months(story, '2019-03', '2019-04')).toEqual([
      { month: '2019-03', numerator: 0, denominator: 1 },
      { month: '2019-04', numerator: 1, denominator: 1 },
    ]);
  });
});

describe('F43, hearings attended in October 2019', () => {
  it.each([
    ['2019-09-30', 0],
    ['2019-10-01', 1],
    ['2019-10-31', 1],
    ['2019-11-01', 0],
  ])('counts what was heard on %s: %i', (on, value) => {
    const { story } = heard('PRINCIPAL', on);
    expect(story.values(['F43', 'F43-of', ...rates], '2020-04-08')).toEqual([value, value, 1, 1]);
  });
  it('is all only where an official came to every hearing', () => {
    const { story, hear } = heard('PRINCIPAL', '2019-10-09');
    const { hearing } = hear('2019-10-10', 'NONE');
    expect(story.values(['F43', 'F43-of'], '2019-12-31')).toEqual([1, 2]);
    story.tell('2020-03-01', hearing, 'AppearanceCorrected', { official: 'OTHER_IN_CHARGE' });
    expect(story.values(['F43', 'F43-of'], '2019-12-31')).toEqual([2, 2]);
  });
});
