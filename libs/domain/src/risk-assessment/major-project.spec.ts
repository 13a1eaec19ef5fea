import type { Actor, Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import {
  assessor,
  commission,
  decisionMaker,
  majorProjectCommandsOf,
  projectApproved,
  projectDeferred,
  registered,
  requirementCorrected,
  riskAssessed,
  secondOfCommission,
  theProject,
} from './major-project-fixtures.ts';
import { majorProject } from './major-project.ts';
import type { MajorProjectCommand } from './risk-assessment-messages.ts';

type Type = MajorProjectCommand['type'];
const { RegisterProject: register, CompleteAssessment: assess, DecideProject: decide, CorrectRequirement: correct } = majorProjectCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-03-25'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;

const situations = {
  unknown: { is: 'unknown', said: [] },
  registered: { is: 'registered', said: [registered] },
  assessed: { is: 'registered', said: [registered, riskAssessed] },
  deferred: { is: 'deferred', said: [registered, riskAssessed, projectDeferred] },
  'decided after the assessment': { is: 'decided', said: [registered, riskAssessed, projectApproved] },
  'decided without an assessment': { is: 'decided', said: [registered, projectApproved] },
  'assessed after the decision': { is: 'decided', said: [registered, projectApproved, riskAssessed] },
  'in no need of an assessment': { is: 'registered', said: [registered, requirementCorrected] },
};
// the void is asked for by the police: not theirs to void
const known = { VoidRecords: 'role/not-allowed', CompleteAssessment: 'RiskAssessmentCompleted', CorrectRequirement: 'RequirementCorrected' };
const decided = { ...known, DecideProject: 'nothing' };
const undecided = { ...known, DecideProject: 'ProjectDecided' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { VoidRecords: 'role/not-allowed', RegisterProject: 'MajorProjectRegistered' },
  registered: { ...undecided, RegisterProject: 'nothing' },
  assessed: { ...undecided, RegisterProject: 'nothing' },
  deferred: undecided,
  'decided after the assessment': decided,
  'decided without an assessment': decided,
  'assessed after the decision': decided,
  'in no need of an assessment': { ...undecided, RegisterProject: 'nothing', CorrectRequirement: 'nothing' },
};

const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
const registrars: readonly Role[] = ['DEPARTMENT_OFFICER', 'SUPERVISOR'];
const allowed: Record<Type, readonly Role[]> = {
  RegisterProject: registrars,
  CompleteAssessment: departments,
  DecideProject: departments,
  CorrectRequirement: registrars,
};

describe('a major project', () => {
  it.each(everyPair(theProject, situations, majorProjectCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theProject)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(majorProjectCommandsOf[command])).toEqual(roles));

  it('is registered once, under one code', () =>
    given(registered)
      .when(saying(register, { code: 'MP-9' }))
      .thenRejected('major-project/is-registered'));
  it('is decided once, and again only after it was deferred', () => {
    const so = (decision: string) => saying(decide, { decision });
    given(registered, projectApproved).when(so('REJECTED')).thenRejected('major-project/is-decided');
    given(registered, projectDeferred).when(so('REJECTED')).then('ProjectDecided');
    given(registered, projectDeferred).when(so('DEFERRED')).thenNothing();
  });
  it('is assessed as often as it takes, and once to one result on one day', () => {
    given(registered, riskAssessed).when(dated(assess, '2020-03-20')).thenNothing();
    given(registered, riskAssessed)
      .when(dated(saying(assess, { risk: 'HIGH' }), '2020-03-20'))
      .then('RiskAssessmentCompleted');
  });
  it('takes an assessment of before the decision that is recorded after it', () =>
    given(registered, later(projectApproved), later(riskAssessed, '2020-03-26')).when(dated(assess, '2020-03-24')).then('RiskAssessmentCompleted'));
  it('is not decided by who assessed it, nor assessed by who decided it', () => {
    given(registered, riskAssessed)
      .when({ ...decide, by: assessor })
      .thenRejected('major-project/own-assessment');
    given(registered, projectApproved)
      .when({ ...assess, by: decisionMaker })
      .thenRejected('major-project/own-assessment');
  });
  it('has its need of an assessment corrected by the commission, or by the department that registered it', () => {
    const byDepartment = { ...correct, by: assessor, approvedBy: decisionMaker };
    given(registered).when(byDepartment).thenRejected('major-project/not-own-registration');
    given({ ...registered, by: assessor })
      .when(byDepartment)
      .then('RequirementCorrected');
    given({ ...registered, by: assessor })
      .when(correct)
      .then('RequirementCorrected');
    given(registered).when(alone(correct)).thenRejected('correction/second-person-required', { kind: 'K1' });
    expect(given(registered, requirementCorrected).state(majorProject, theProject).requiresAssessment).toBe(false);
  });
  it.each<[string, Issue]>([
    ['CompleteAssessment', assess],
    ['DecideProject', decide],
    ['CorrectRequirement', correct],
  ])('has no %s before it was registered', (_, issue) => given(registered).when(dated(issue, '2020-03-19')).thenRejected('major-project/before-registration'));
  it('is not decided before it was deferred', () =>
    given(registered, later(projectDeferred)).when(dated(decide, '2020-03-24')).thenRejected('major-project/before-deferral'));

  describe('with records voided', () => {
    const voided = (said: readonly Said[], by: Actor, ...versions: number[]) => given(said).when({ ...voidOf(said, theProject, ...versions), by });
    const voiding = (version: number, by: Actor): Said => ({ stream: theProject, type: 'RecordVoided', data: { target: `${theProject}@${version}` }, by });
    it('what follows stands on what went before', () => {
      voided([registered, riskAssessed], commission, 1).thenRejected('correction/relied-on');
      voided([registered, riskAssessed, projectApproved], assessor, 2).then('RecordVoided'); // decided without an assessment
      voided([registered, projectDeferred, projectApproved], decisionMaker, 2).then('RecordVoided');
      voided([registered, projectDeferred, voiding(2, decisionMaker), projectApproved], decisionMaker, 3).then('RecordVoided');
      voided([registered, projectApproved, voiding(2, decisionMaker), projectApproved], decisionMaker, 3).thenRejected('correction/relied-on');
    });
    it('a registration is voided, and put back, by the organ that made it', () => {
      voided([registered], assessor).thenRejected('role/not-allowed');
      voided([registered], secondOfCommission).then('RecordVoided');
      voided([{ ...registered, by: assessor }], commission).thenRejected('role/not-allowed');
      voided([{ ...registered, by: assessor }], decisionMaker).then('RecordVoided');
      voided([registered, voiding(1, commission)], assessor, 2).thenRejected('role/not-allowed');
    });
    it('an assessment is not put back once its author decided', () => {
      const undone = [registered, riskAssessed, voiding(2, assessor)];
      voided([...undone, { ...projectApproved, by: assessor }], decisionMaker, 3).thenRejected('major-project/own-assessment');
      voided([...undone, projectApproved], decisionMaker, 3).then('RecordVoided');
    });
  });
});
