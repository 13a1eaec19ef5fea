import { z } from 'zod';
import { civilDate } from '../kernel/civil-date.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const planId = streamId('rectification_plan');
const recommendations = z.array(streamId('recommendation')).max(100);
const problems = z.array(streamId('problem')).max(100);

export const rectificationPlanCommands = {
  DraftPlan: z.strictObject({ planNumber: documentNumber, department: text, industry: text, until: civilDate, recommendations, problems }),
  AdoptPlan: z.strictObject({}),
  StartPlan: z.strictObject({}),
  AcceptPlan: z.strictObject({}),
  SupersedePlan: z.strictObject({ by: planId }),
  AbandonPlan: z.strictObject({ ground: text }),
};
/** Stored for ever: never rename an event or one of its fields. */
export const rectificationPlanEvents = {
  PlanDrafted: z.strictObject({ ...rectificationPlanCommands.DraftPlan.shape, district }),
  PlanAdopted: rectificationPlanCommands.AdoptPlan,
  PlanStarted: rectificationPlanCommands.StartPlan,
  PlanAccepted: rectificationPlanCommands.AcceptPlan,
  PlanSuperseded: rectificationPlanCommands.SupersedePlan,
  PlanAbandoned: rectificationPlanCommands.AbandonPlan,
};
export type RectificationPlanCommand = MessagesOf<typeof rectificationPlanCommands>;
export type RectificationPlanEvent = MessagesOf<typeof rectificationPlanEvents>;

/** 制度 · 机制 · 办法. */
export const mechanismKinds = ['SYSTEM', 'MECHANISM', 'MEASURES'] as const;
export const mechanismCommands = {
  DraftMechanism: z.strictObject({ department: text, industry: text, kind: z.enum(mechanismKinds), title: text, recommendations }),
  IssueMechanism: z.strictObject({ mechanismNumber: documentNumber, inForceFrom: civilDate }),
  /** The same instrument goes on: it counts once. */
  AmendMechanism: z.strictObject({ note: text }),
  RepealMechanism: z.strictObject({ ground: text }),
};
/** Stored for ever: never rename an event or one of its fields. */
export const mechanismEvents = {
  MechanismDrafted: z.strictObject({ ...mechanismCommands.DraftMechanism.shape, district }),
  MechanismIssued: mechanismCommands.IssueMechanism,
  MechanismAmended: mechanismCommands.AmendMechanism,
  MechanismRepealed: mechanismCommands.RepealMechanism,
};
export type MechanismCommand = MessagesOf<typeof mechanismCommands>;
export type MechanismEvent = MessagesOf<typeof mechanismEvents>;

export const problemCommands = {
  FindProblem: z.strictObject({ problemNumber: documentNumber, industry: text, finding: text, recommendation: streamId('recommendation').optional() }),
  AssignProblem: z.strictObject({ department: text }),
  StartRectifying: z.strictObject({}),
  ReportProblemDone: z.strictObject({ evidence: text }),
  /** 销号, by the campaign office: never by the department that rectified. */
  AcceptProblem: z.strictObject({}),
  ReopenProblem: z.strictObject({ finding: text }),
  SplitProblem: z.strictObject({ problemNumber: documentNumber, finding: text }),
};
/** Stored for ever: never rename an event or one of its fields. */
export const problemEvents = {
  ProblemFound: z.strictObject({ ...problemCommands.FindProblem.shape, district, splitFrom: streamId('problem').optional() }),
  ProblemAssigned: problemCommands.AssignProblem,
  RectifyingStarted: problemCommands.StartRectifying,
  ProblemReportedDone: problemCommands.ReportProblemDone,
  ProblemAccepted: problemCommands.AcceptProblem,
  ProblemReopened: problemCommands.ReopenProblem,
  ProblemSplit: z.strictObject({ child: streamId('problem') }),
};
export type ProblemCommand = MessagesOf<typeof problemCommands>;
export type ProblemEvent = MessagesOf<typeof problemEvents>;
