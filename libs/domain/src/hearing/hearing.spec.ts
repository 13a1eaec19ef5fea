import type { Actor, Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, judge, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import { appearanceCorrected, clerk, declared, heard, hearingCancelled, hearingCommandsOf, scheduled, suedOfficer, theHearing } from './hearing-fixtures.ts';
import { type HearingCommand, officials } from './hearing-messages.ts';
import { hearing } from './hearing.ts';

type Type = HearingCommand['type'];
const { ScheduleHearing: schedule, DeclareAppearance: declare, RecordHearing: record, CorrectAppearance: correct, CancelHearing: cancel } = hearingCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-03-25'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;

const situations = {
  unknown: { is: 'unknown', said: [] },
  scheduled: { is: 'scheduled', said: [scheduled] },
  declared: { is: 'scheduled', said: [scheduled, declared] },
  held: { is: 'held', said: [scheduled, declared, heard] },
  'held, undeclared': { is: 'held', said: [scheduled, heard] },
  corrected: { is: 'held', said: [scheduled, heard, appearanceCorrected] },
  cancelled: { is: 'cancelled', said: [scheduled, hearingCancelled] },
};
// the void is asked for by the police: not theirs to void
const anothers = { VoidRecords: 'role/not-allowed' };
const ahead = { ...anothers, ScheduleHearing: 'nothing', RecordHearing: 'AdministrativeHearingHeld', CancelHearing: 'HearingCancelled' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ...anothers, ScheduleHearing: 'HearingScheduled' },
  scheduled: { ...ahead, DeclareAppearance: 'AppearanceDeclared' },
  declared: { ...ahead, DeclareAppearance: 'nothing' },
  held: { ...anothers, RecordHearing: 'nothing', CorrectAppearance: 'AppearanceCorrected' },
  'held, undeclared': { ...anothers, RecordHearing: 'nothing', CorrectAppearance: 'AppearanceCorrected' },
  corrected: { ...anothers, CorrectAppearance: 'nothing' },
  cancelled: { ...anothers, CancelHearing: 'nothing' },
};

const clerks: readonly Role[] = ['COURT_CLERK'];
const allowed: Record<Type, readonly Role[]> = {
  ScheduleHearing: clerks,
  DeclareAppearance: ['DEPARTMENT_OFFICER'],
  RecordHearing: clerks,
  CorrectAppearance: clerks,
  CancelHearing: clerks,
};

describe('a hearing', () => {
  it.each(everyPair(theHearing, situations, hearingCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theHearing)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(hearingCommandsOf[command])).toEqual(roles));

  it.each<[string, string]>([
    ['（2020）鲁02行初1号', 'HearingScheduled'],
    ['（2020）鲁02行终1号', 'HearingScheduled'],
    ['（2020）鲁行再1号', 'HearingScheduled'],
    ['（2020）鲁02刑初1号', 'hearing/not-administrative'],
    ['（2020）鲁02刑终12号', 'hearing/not-administrative'],
  ])('in the case %s: %s', (docketNumber, expected) => expect(given().when(saying(schedule, { docketNumber })).summary).toBe(expected));
  it('is scheduled once', () =>
    given(scheduled)
      .when(saying(schedule, { docketNumber: '（2020）鲁02行初2号' }))
      .thenRejected('hearing/is-scheduled'));
  it.each([...officials, 'NONE'])('is held with the official %s', (official) =>
    expect(given(scheduled).when(saying(record, { official })).events[0]).toMatchObject({ type: 'AdministrativeHearingHeld', data: { official } }),
  );
  it('may be declared anew until it is held, and the court writes down who came', () => {
    given(scheduled, declared)
      .when(saying(declare, { official: 'PRINCIPAL' }))
      .then('AppearanceDeclared');
    expect(given(scheduled, declared, heard).state(hearing, theHearing)).toMatchObject({ declared: 'DEPUTY', official: 'DEPUTY', heldOn: '2020-03-20' });
    given(scheduled, declared)
      .when(saying(record, { official: 'NONE' }))
      .then('AdministrativeHearingHeld');
  });
  it('is held once, and who came is changed by a correction only', () => {
    given(scheduled, heard)
      .when(saying(record, { official: 'NONE' }))
      .thenRejected('hearing/is-held');
    given(scheduled, heard).when(alone(correct)).thenRejected('correction/second-person-required', { kind: 'K1' });
    expect(given(scheduled, heard).when(correct).events[0]?.data).toEqual({ from: 'DEPUTY', official: 'NONE' });
  });
  it('is corrected as of its own day', () => {
    given(scheduled, heard).when(dated(correct, '2020-03-21')).thenRejected('hearing/another-day', { heldOn: '2020-03-20' });
    given(scheduled, later(heard)).when(correct).thenRejected('hearing/another-day', { heldOn: '2020-03-25' });
  });
  it.each<[string, Issue]>([
    ['DeclareAppearance', declare],
    ['RecordHearing', record],
    ['CancelHearing', cancel],
  ])('has no %s before it was scheduled', (_, issue) => given(scheduled).when(dated(issue, '2020-03-19')).thenRejected('hearing/before-scheduling'));
  it('is recorded on its day whatever the department declared since', () =>
    given(scheduled, later(declared)).when(dated(record, '2020-03-24')).then('AdministrativeHearingHeld'));

  describe('with records voided', () => {
    const voided = (said: readonly Said[], by: Actor, ...versions: number[]) =>
      given(said).when({ ...voidOf(said, theHearing, ...versions), by, approvedBy: judge });
    it('what follows stands on what went before', () => {
      voided(situations.held.said, clerk, 1).thenRejected('correction/relied-on');
      voided(situations.held.said, clerk, 3).then('RecordVoided');
      voided(situations.corrected.said, clerk, 2).thenRejected('correction/relied-on');
    });
    it('a correction stands on what it corrected', () => {
      const back = { ...appearanceCorrected, data: { from: 'NONE', official: 'PRINCIPAL' } };
      voided([...situations.corrected.said, back], clerk, 3).thenRejected('correction/relied-on');
      voided(situations.corrected.said, clerk, 3).then('RecordVoided');
    });
    it('the court and the department each void their own acts', () => {
      voided(situations.held.said, suedOfficer, 3).thenRejected('role/not-allowed');
      voided(situations.held.said, clerk, 2).thenRejected('role/not-allowed');
      voided(situations.held.said, suedOfficer, 2).then('RecordVoided');
    });
  });
});
