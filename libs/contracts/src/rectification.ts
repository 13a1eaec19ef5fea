import { mechanism, problem, recommendation, rectificationPlan } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const recommendationRoutes = aggregateRoutes(recommendation, 'Recommendations', '/v1/recommendations', {
  DraftRecommendation: [null, 'Draft a recommendation to one addressee'],
  ApproveRecommendation: ['approve', 'Approve the draft'],
  ServeRecommendation: ['serve', 'Serve the recommendation on its addressee'],
  ObjectToRecommendation: ['object', 'Object to the recommendation'],
  DecideObjection: ['decide-objection', 'Decide on the objection'],
  AmendRecommendation: ['amend', 'Amend the issues (K2)'],
  WithdrawRecommendation: ['withdraw', 'Withdraw the recommendation (K2)'],
  CorrectRecommendationKind: ['correct-kind', 'Correct the kind (K4)'],
  SuperviseRecommendation: ['supervise', 'Press for a reply that is overdue'],
  ReplyToRecommendation: ['reply', 'Reply to the recommendation'],
  AssessReply: ['assess-reply', 'Assess the reply'],
  CloseRecommendation: ['close', 'Close the recommendation'],
  ...voiding,
});

export const rectificationPlanRoutes = aggregateRoutes(rectificationPlan, 'Rectification plans', '/v1/rectification-plans', {
  DraftPlan: [null, 'Draft a plan of an industry'],
  AdoptPlan: ['adopt', 'Adopt the plan'],
  StartPlan: ['start', 'Start to carry the plan out'],
  AcceptPlan: ['accept', 'Accept what was done'],
  SupersedePlan: ['supersede', 'Put another plan in its place (K2)'],
  AbandonPlan: ['abandon', 'Abandon the plan (K2)'],
  ...voiding,
});

export const mechanismRoutes = aggregateRoutes(mechanism, 'Mechanisms', '/v1/mechanisms', {
  DraftMechanism: [null, 'Draft a system, a mechanism or measures'],
  IssueMechanism: ['issue', 'Issue the instrument'],
  AmendMechanism: ['amend', 'Amend the instrument, which goes on'],
  RepealMechanism: ['repeal', 'Repeal the instrument (K2)'],
  ...voiding,
});

export const problemRoutes = aggregateRoutes(problem, 'Problems found', '/v1/problems', {
  FindProblem: [null, 'Record a problem found in an industry'],
  AssignProblem: ['assign', 'Assign the problem to a department'],
  StartRectifying: ['start-rectifying', 'Start to rectify the problem'],
  ReportProblemDone: ['report-done', 'Report the problem as done, with the evidence'],
  AcceptProblem: ['accept', 'Accept that the problem is solved'],
  ReopenProblem: ['reopen', 'Reopen a problem that turned out not to be solved (K3)'],
  SplitProblem: ['split', 'Split a problem of its own off (K6)'],
  ...voiding,
});
