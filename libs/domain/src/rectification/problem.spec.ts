import type { Actor, Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, rolesFor, unfit, voidOf } from '../kernel/specify.ts';
import {
  accepted,
  assigned,
  found,
  otherProblem,
  problemCommandsOf,
  problemReopened,
  problemSplit,
  rectifyingStarted,
  reportedDone,
  splitOff,
  theProblem,
} from './problem-fixtures.ts';
import { problem } from './problem.ts';
import { departmentHead, departmentOfficer, secondSupervisor, served, supervisor, theRecommendation } from './recommendation-fixtures.ts';
import type { ProblemCommand } from './rectification-messages.ts';

type Type = ProblemCommand['type'];
const {
  FindProblem: find,
  AssignProblem: assign,
  StartRectifying: start,
  ReportProblemDone: report,
  AcceptProblem: accept,
  ReopenProblem: reopen,
  SplitProblem: split,
} = problemCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-03-25'): Said => ({ ...said, occurredOn });
const saying = (issue: Issue, data: object): Issue => ({ ...issue, data: { ...(issue.data as object), ...data } });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;

const rectifying = [found, assigned, rectifyingStarted];
const done = [...rectifying, reportedDone];
const struckOff = [...done, accepted];
const reopened = [...struckOff, problemReopened];
const situations = {
  unknown: { is: 'unknown', said: [] },
  found: { is: 'found', said: [found] },
  assigned: { is: 'assigned', said: [found, assigned] },
  rectifying: { is: 'rectifying', said: rectifying },
  'reported done': { is: 'reported-done', said: done },
  accepted: { is: 'accepted', said: struckOff },
  reopened: { is: 'reopened', said: reopened },
  'reported done again': { is: 'reported-done', said: [...reopened, reportedDone] },
  'accepted again': { is: 'accepted', said: [...reopened, reportedDone, accepted] },
  split: { is: 'found', said: [found, problemSplit, splitOff] },
};
// the void is asked for by the police: not theirs to void
const anothers = { VoidRecords: 'role/not-allowed' };
const open = { ...anothers, SplitProblem: 'ProblemSplit + ProblemFound' };
const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { ...anothers, FindProblem: 'ProblemFound' },
  found: { ...open, FindProblem: 'nothing', AssignProblem: 'ProblemAssigned' },
  assigned: { ...open, AssignProblem: 'nothing', StartRectifying: 'RectifyingStarted' },
  rectifying: { ...open, StartRectifying: 'nothing', ReportProblemDone: 'ProblemReportedDone' },
  'reported done': { ...open, ReportProblemDone: 'nothing', AcceptProblem: 'ProblemAccepted' },
  accepted: { ...anothers, AcceptProblem: 'nothing', ReopenProblem: 'ProblemReopened' },
  reopened: { ...open, ReopenProblem: 'nothing', ReportProblemDone: 'ProblemReportedDone' },
  'reported done again': { ...open, ReportProblemDone: 'nothing', AcceptProblem: 'ProblemAccepted' },
  'accepted again': { ...anothers, AcceptProblem: 'nothing', ReopenProblem: 'ProblemReopened' },
  split: { ...open, FindProblem: 'nothing', AssignProblem: 'ProblemAssigned' },
};

const departments: readonly Role[] = ['DEPARTMENT_OFFICER'];
const office: readonly Role[] = ['SUPERVISOR'];
const allowed: Record<Type, readonly Role[]> = {
  FindProblem: [...departments, ...office],
  AssignProblem: office,
  StartRectifying: departments,
  ReportProblemDone: departments,
  AcceptProblem: office,
  ReopenProblem: office,
  SplitProblem: office,
};

describe('a problem', () => {
  it.each(everyPair(theProblem, situations, problemCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theProblem)).toEqual([]);
  });
  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(problemCommandsOf[command])).toEqual(roles));

  it('is found in the district of who finds it', () => expect(given().when(find).events[0]?.data).toMatchObject({ problemNumber: 'PR-1', district: '370202' }));
  it('comes of a recommendation that there is, or of none', () => {
    const without = { ...find, after: [] };
    given().when(without).thenRejected('recommendation/is-unknown');
    given(served).when(without).then('ProblemFound');
    given()
      .when({ ...without, data: { problemNumber: 'PR-1', industry: 'markets', finding: 'for the test' } })
      .then('ProblemFound');
  });
  it('is found once, under one number, and assigned to one department', () => {
    given(found)
      .when(saying(find, { problemNumber: 'PR-9' }))
      .thenRejected('problem/is-found');
    given(found, assigned)
      .when(saying(assign, { department: 'another' }))
      .thenRejected('problem/is-assigned');
  });

  describe('is accepted by the campaign office', () => {
    it.each<[string, Actor]>([
      ['not by who reported it done', { ...supervisor, user: departmentHead.user }],
      ['not by who rectified it', { ...supervisor, user: departmentOfficer.user }],
      ['not by anybody of that department', { ...supervisor, org: departmentOfficer.org }],
    ])('%s', (_, by) =>
      given(rectifying, { ...reportedDone, by: departmentHead })
        .when({ ...accept, by })
        .thenRejected('problem/own-work'),
    );
  });
  it('leaves when it is reopened, and rectifying goes on until it is accepted again', () => {
    const { status } = given(reopened).state(problem, theProblem);
    expect(status).toBe('reopened');
    given(reopened).when(accept).thenRejected('problem/is-reopened');
    given(reopened).when(report).then('ProblemReportedDone');
    given(reopened, reportedDone).when(accept).then('ProblemAccepted');
  });
  it('splits into one that is found with all that is known of it, and names it', () => {
    const [parent, child] = given(rectifying).when(split).events;
    expect(parent?.data).toEqual({ child: child?.on });
    expect(child?.data).toEqual({
      problemNumber: 'PR-2',
      finding: 'for the test',
      industry: 'markets',
      district: '370202',
      recommendation: theRecommendation,
      splitFrom: theProblem,
    });
  });
  it('made by a split goes its way from found', () => {
    const its = (issue: Issue): Issue => ({ ...issue, stream: otherProblem });
    given(found, problemSplit, splitOff).when(its(assign)).then('ProblemAssigned');
    given(found, problemSplit, splitOff)
      .when(its(dated(assign, '2020-03-19')))
      .thenRejected('problem/before-finding');
  });

  describe('has an order in time', () => {
    it.each<[string, readonly Said[], Issue]>([
      ['before-finding', [later(found)], assign],
      ['before-finding', [later(found)], split],
      ['before-assignment', [found, later(assigned)], start],
      ['before-start', [found, assigned, later(rectifyingStarted)], report],
      ['before-report', [...rectifying, later(reportedDone)], accept],
      ['before-acceptance', [...done, later(accepted)], reopen],
      ['before-start', [...struckOff, later(problemReopened)], report],
    ])('%s', (code, said, issue) => {
      given(said).when(dated(issue, '2020-03-24')).thenRejected(`problem/${code}`);
      expect(given(said).when(dated(issue, '2020-03-25')).summary).not.toBe(`problem/${code}`);
    });
    it.each<[string, readonly Said[], Issue, string]>([
      ['ReopenProblem', struckOff, reopen, 'K3'],
      ['SplitProblem', rectifying, split, 'K6'],
    ])('no %s by one person alone', (_, said, issue, kind) => given(said).when(alone(issue)).thenRejected('correction/second-person-required', { kind }));
  });

  describe('with records voided', () => {
    const voidedOn = (stream: Said['stream'], said: readonly Said[], by: Actor, ...versions: number[]) =>
      given(said).when({ ...voidOf(said, stream, ...versions), by });
    const voided = (said: readonly Said[], by: Actor, ...versions: number[]) => voidedOn(theProblem, said, by, ...versions);
    const voiding = (stream: Said['stream'], version: number): Said => ({
      stream,
      type: 'RecordVoided',
      data: { target: `${stream}@${version}` },
      by: supervisor,
    });
    it('what follows stands on what went before', () => {
      voided(struckOff, departmentOfficer, 4).thenRejected('correction/relied-on');
      voided(reopened, supervisor, 5).thenRejected('correction/relied-on');
      voided(reopened, supervisor, 6).then('RecordVoided');
      voided([...reopened, reportedDone], supervisor, 6).thenRejected('correction/relied-on');
    });
    it('each organ voids its own acts', () => {
      voided(struckOff, departmentOfficer).thenRejected('role/not-allowed');
      voided(struckOff, secondSupervisor).then('RecordVoided');
      voided(done, supervisor).thenRejected('role/not-allowed');
      voided(done, departmentHead).then('RecordVoided');
    });
    it('a finding is voided, and put back, by the organ that made it', () => {
      voided([found], departmentOfficer).thenRejected('role/not-allowed');
      voided([found], secondSupervisor).then('RecordVoided');
      voided([{ ...found, by: departmentOfficer }], departmentHead).then('RecordVoided');
      voided([{ ...found, by: departmentOfficer }], supervisor).thenRejected('role/not-allowed');
      voided([found, voiding(theProblem, 1)], departmentOfficer, 2).thenRejected('role/not-allowed');
      voided([found, voiding(theProblem, 1)], supervisor, 2).then('RecordVoided');
    });
    it('a split stands as long as what was split off', () => {
      const both = [found, problemSplit, splitOff];
      voided(both, supervisor, 2).thenRejected('correction/relied-on', { reliedOnBy: [otherProblem] });
      voidedOn(otherProblem, both, supervisor, 1).then('RecordVoided');
      const childless = [...both, voiding(otherProblem, 1)];
      voided(childless, supervisor, 2).then('RecordVoided');
      voidedOn(otherProblem, childless, supervisor, 2).then('RecordVoided');
      voidedOn(otherProblem, [...childless, voiding(theProblem, 2)], supervisor, 2).thenRejected('correction/relied-on');
    });
  });
});
