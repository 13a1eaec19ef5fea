import { type Issue, issueOf, saidOf, streamNamed } from '../kernel/specify.ts';
import { departmentOfficer, secondSupervisor, served, supervisor, theRecommendation } from './recommendation-fixtures.ts';
import type { ProblemCommand, ProblemEvent } from './rectification-messages.ts';

/** The campaign office finds a problem and strikes it off, a department rectifies it. */
export const theProblem = streamNamed('problem', 1);
export const otherProblem = streamNamed('problem', 2);

const text = 'for the test';
const said = saidOf<ProblemEvent>(theProblem);
const to = issueOf<ProblemCommand>(theProblem);
const finding = { problemNumber: 'PR-1', industry: 'markets', finding: text, recommendation: theRecommendation };
const corrected = { by: supervisor, approvedBy: secondSupervisor };
const office = { by: supervisor };
const department = { by: departmentOfficer };

export const found = said('ProblemFound', { ...finding, district: '370202' }, office);
export const assigned = said('ProblemAssigned', { department: 'dept-market-370202' }, office);
export const rectifyingStarted = said('RectifyingStarted', {}, department);
export const reportedDone = said('ProblemReportedDone', { evidence: text }, department);
export const accepted = said('ProblemAccepted', {}, office);
export const problemReopened = said('ProblemReopened', { finding: text }, office);
export const problemSplit = said('ProblemSplit', { child: otherProblem }, office);
/** What a split makes on the other stream. */
export const splitOff = { ...found, stream: otherProblem, data: { ...finding, problemNumber: 'PR-2', district: '370202', splitFrom: theProblem } };

export const problemCommandsOf = {
  FindProblem: to('FindProblem', finding, { ...office, after: served }),
  AssignProblem: to('AssignProblem', { department: 'dept-market-370202' }, office),
  StartRectifying: to('StartRectifying', {}, department),
  ReportProblemDone: to('ReportProblemDone', { evidence: text }, department),
  AcceptProblem: to('AcceptProblem', {}, office),
  ReopenProblem: to('ReopenProblem', { finding: text }, corrected),
  SplitProblem: to('SplitProblem', { problemNumber: 'PR-2', finding: text }, corrected),
} satisfies Record<ProblemCommand['type'], Issue>;
