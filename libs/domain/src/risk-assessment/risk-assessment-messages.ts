import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { text } from '../kernel/fields.ts';

/** Interim Regulations on Major Administrative Decisions 2019 arts 22–24. */
export const riskLevels = ['LOW', 'MEDIUM', 'HIGH'] as const;

export const majorProjectCommands = {
  RegisterProject: z.strictObject({ code: text, level: z.enum(['CITY', 'DISTRICT']), requiresAssessment: z.boolean(), district }),
  CompleteAssessment: z.strictObject({ risk: z.enum(riskLevels) }),
  /** A decision without an assessment is recorded like any other: it is what the rate is there to show. */
  DecideProject: z.strictObject({ decision: z.enum(['APPROVED', 'REJECTED', 'DEFERRED']) }),
  CorrectRequirement: z.strictObject({ requiresAssessment: z.boolean() }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const majorProjectEvents = {
  MajorProjectRegistered: majorProjectCommands.RegisterProject,
  RiskAssessmentCompleted: majorProjectCommands.CompleteAssessment,
  ProjectDecided: majorProjectCommands.DecideProject,
  /** Whether an assessment was needed was written down wrongly: it holds at every date. */
  RequirementCorrected: majorProjectCommands.CorrectRequirement,
};

export type MajorProjectCommand = MessagesOf<typeof majorProjectCommands>;
export type MajorProjectEvent = MessagesOf<typeof majorProjectEvents>;
