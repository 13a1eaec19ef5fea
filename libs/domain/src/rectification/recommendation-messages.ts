import { z } from 'zod';
import { civilDate } from '../kernel/civil-date.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

/** 监察建议 · 司法建议 · 检察建议 · 执法建议: each kind belongs to one organ. */
export const recommendationKinds = ['SUPERVISORY', 'JUDICIAL', 'PROCURATORIAL', 'ENFORCEMENT'] as const;
export type RecommendationKind = (typeof recommendationKinds)[number];
const kind = z.enum(recommendationKinds);
export const assessments = ['ADEQUATE', 'PARTIAL', 'INADEQUATE'] as const;

export const recommendationCommands = {
  /** One addressee each: the same text to two departments is two recommendations. */
  DraftRecommendation: z.strictObject({
    kind,
    addressee: text,
    industry: text,
    issues: z.array(text).min(1).max(20),
    groups: z.array(streamId('crime_group')).max(20),
    cases: z.array(streamId('criminal_case')).max(20),
  }),
  ApproveRecommendation: z.strictObject({}),
  ServeRecommendation: z.strictObject({ recommendationNumber: documentNumber, replyDue: civilDate }),
  ObjectToRecommendation: z.strictObject({ ground: text }),
  DecideObjection: z.strictObject({ outcome: z.enum(['UPHELD', 'REJECTED']) }),
  AmendRecommendation: z.strictObject({ issues: z.array(text).min(1).max(20) }),
  WithdrawRecommendation: z.strictObject({ ground: text }),
  CorrectRecommendationKind: z.strictObject({ kind }),
  SuperviseRecommendation: z.strictObject({}),
  ReplyToRecommendation: z.strictObject({ replyNumber: documentNumber, summary: text }),
  AssessReply: z.strictObject({ assessment: z.enum(assessments) }),
  CloseRecommendation: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const recommendationEvents = {
  RecommendationDrafted: z.strictObject({ ...recommendationCommands.DraftRecommendation.shape, district }),
  RecommendationApproved: recommendationCommands.ApproveRecommendation,
  RecommendationServed: recommendationCommands.ServeRecommendation,
  RecommendationObjected: recommendationCommands.ObjectToRecommendation,
  ObjectionDecided: recommendationCommands.DecideObjection,
  RecommendationAmended: recommendationCommands.AmendRecommendation,
  RecommendationWithdrawn: recommendationCommands.WithdrawRecommendation,
  RecommendationKindCorrected: z.strictObject({ from: kind, kind }),
  RecommendationSupervised: recommendationCommands.SuperviseRecommendation,
  RecommendationReplied: recommendationCommands.ReplyToRecommendation,
  ReplyAssessed: recommendationCommands.AssessReply,
  RecommendationClosed: recommendationCommands.CloseRecommendation,
};

export type RecommendationCommand = MessagesOf<typeof recommendationCommands>;
export type RecommendationEvent = MessagesOf<typeof recommendationEvents>;
