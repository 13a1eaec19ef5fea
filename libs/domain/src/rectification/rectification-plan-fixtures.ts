import { elsewhere } from '../fixtures.ts';
import { type Issue, issueOf, on, saidOf, streamNamed } from '../kernel/specify.ts';
import { found, theProblem } from './problem-fixtures.ts';
import { departmentHead, departmentOfficer, served, supervisor, theRecommendation } from './recommendation-fixtures.ts';
import type { RectificationPlanCommand, RectificationPlanEvent } from './rectification-messages.ts';

/** A department answers a recommendation and a problem with a plan, which its head adopts; another plan stands beside it. */
export const thePlan = streamNamed('rectification_plan', 1);
export const otherPlan = streamNamed('rectification_plan', 2);

const text = 'for the test';
const said = saidOf<RectificationPlanEvent>(thePlan);
const to = issueOf<RectificationPlanCommand>(thePlan);
const draft = {
  planNumber: 'PL-1',
  department: 'dept-market-370202',
  industry: 'markets',
  until: on('2020-12-31'),
  recommendations: [theRecommendation],
  problems: [theProblem],
};
const corrected = { by: departmentOfficer, approvedBy: departmentHead };

export const planDrafted = said('PlanDrafted', { ...draft, district: '370202' }, { by: departmentOfficer });
export const planAdopted = said('PlanAdopted', {}, { by: departmentHead });
export const planStarted = said('PlanStarted', {}, { by: departmentOfficer });
export const planAccepted = said('PlanAccepted', {}, { by: supervisor });
export const planSuperseded = said('PlanSuperseded', { by: otherPlan }, { by: departmentOfficer });
export const planAbandoned = said('PlanAbandoned', { ground: text }, { by: departmentOfficer });
export const otherAdopted = elsewhere([planDrafted, planAdopted], otherPlan);

export const rectificationPlanCommandsOf = {
  DraftPlan: to('DraftPlan', draft, { by: departmentOfficer, after: [...served, found] }),
  AdoptPlan: to('AdoptPlan', {}, { by: departmentHead }),
  StartPlan: to('StartPlan', {}, { by: departmentOfficer }),
  AcceptPlan: to('AcceptPlan', {}, { by: supervisor }),
  SupersedePlan: to('SupersedePlan', { by: otherPlan }, { ...corrected, after: otherAdopted }),
  AbandonPlan: to('AbandonPlan', { ground: text }, corrected),
} satisfies Record<RectificationPlanCommand['type'], Issue>;
