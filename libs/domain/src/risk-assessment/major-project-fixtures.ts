import type { Actor } from '../kernel/envelope.ts';
import { type Issue, issueOf, saidOf, streamNamed } from '../kernel/specify.ts';
import type { MajorProjectCommand, MajorProjectEvent } from './risk-assessment-messages.ts';

/** The commission registers a project of the city level; one officer assesses it, another decides. */
export const theProject = streamNamed('major_project', 1);
export const assessor: Actor = { user: 'dept-1', role: 'DEPARTMENT_OFFICER', org: 'dept-works-370200', district: '370200' };
export const decisionMaker: Actor = { ...assessor, user: 'dept-2' };
export const commission: Actor = { user: 'office-1', role: 'SUPERVISOR', org: 'plc-370200', district: '370200' };
export const secondOfCommission: Actor = { ...commission, user: 'office-2' };

const said = saidOf<MajorProjectEvent>(theProject);
const to = issueOf<MajorProjectCommand>(theProject);
const project = { code: 'MP-1', level: 'CITY' as const, requiresAssessment: true, district: '370200' as const };

export const registered = said('MajorProjectRegistered', project, { by: commission });
export const riskAssessed = said('RiskAssessmentCompleted', { risk: 'LOW' }, { by: assessor });
export const projectDeferred = said('ProjectDecided', { decision: 'DEFERRED' }, { by: decisionMaker });
export const projectApproved = said('ProjectDecided', { decision: 'APPROVED' }, { by: decisionMaker });
export const requirementCorrected = said('RequirementCorrected', { requiresAssessment: false }, { by: commission });

export const majorProjectCommandsOf = {
  RegisterProject: to('RegisterProject', project, { by: commission }),
  CompleteAssessment: to('CompleteAssessment', { risk: 'LOW' }, { by: assessor }),
  DecideProject: to('DecideProject', { decision: 'APPROVED' }, { by: decisionMaker }),
  CorrectRequirement: to('CorrectRequirement', { requiresAssessment: false }, { by: commission, approvedBy: secondOfCommission }),
} satisfies Record<MajorProjectCommand['type'], Issue>;
