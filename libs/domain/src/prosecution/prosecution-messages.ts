import { z } from 'zod';
import { scopes } from '../criminal-case/criminal-case-messages.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const prosecutionId = streamId('prosecution');
const caseId = streamId('criminal_case');
const suspectId = streamId('suspect');
const scope = z.enum(scopes);
const suspects = z.array(suspectId).min(1).max(400);
const party = { suspect: suspectId, person: streamId('person') };

/** CPL 2018 arts 16 and 177: statutory, discretionary, for want of evidence. */
export const nonProsecutionKinds = ['STATUTORY', 'DISCRETIONARY', 'INSUFFICIENT_EVIDENCE'] as const;

/** CPL 2018 art. 172: for what the month of the review is extended by 15 days. */
export const reviewExtensionGrounds = ['MAJOR', 'COMPLEX'] as const;

export const prosecutionCommands = {
  OpenProsecutionReview: z.strictObject({ fileNumber: documentNumber, case: caseId, suspects, scope }),
  ReturnForSupplement: z.strictObject({ issues: text }),
  ResumeReview: z.strictObject({}),
  ExtendReview: z.strictObject({ ground: z.enum(reviewExtensionGrounds) }),
  FileIndictment: z.strictObject({ indictmentNumber: documentNumber, court: text, defendants: suspects }),
  /** 追加、变更起诉: attaches to the indictment and is no prosecution of its own. */
  AmendIndictment: z.strictObject({ defendants: z.array(suspectId).max(400), note: text }),
  DecideNonProsecution: z.strictObject({ suspect: suspectId, kind: z.enum(nonProsecutionKinds), ground: text }),
  /** Allowed by a ruling of the court (SPC21 296). */
  WithdrawProsecution: z.strictObject({ ruling: documentNumber, ground: text }),
  ReclassifyProsecution: z.strictObject({ scope, basis: text }),
  MergeProsecution: z.strictObject({ survivor: prosecutionId }),
  SplitProsecution: z.strictObject({ fileNumber: documentNumber, suspects }),
  CloseProsecution: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const prosecutionEvents = {
  /** `returns`: how often the file it was split from had been returned. */
  ProsecutionReviewOpened: z.strictObject({
    fileNumber: documentNumber,
    case: caseId,
    suspects,
    scope,
    district,
    splitFrom: prosecutionId.optional(),
    returns: z.int().min(0).max(2).optional(),
  }),
  /** The first or the second return; returns count on through a split (SPP19 350). */
  ReturnedForSupplement: z.strictObject({ n: z.int().min(1).max(2), issues: text }),
  ReviewResumed: prosecutionCommands.ResumeReview,
  ReviewExtended: prosecutionCommands.ExtendReview,
  IndictmentFiled: z.strictObject({ indictmentNumber: documentNumber, court: text }),
  DefendantIndicted: z.strictObject(party),
  IndictmentAmended: z.strictObject({ note: text }),
  NonProsecutionDecided: z.strictObject({ ...party, kind: z.enum(nonProsecutionKinds), ground: text }),
  ProsecutionWithdrawn: prosecutionCommands.WithdrawProsecution,
  ProsecutionReclassified: z.strictObject({ from: scope, scope, basis: text }),
  /** In the stream of the absorbed file. */
  ProsecutionsMerged: prosecutionCommands.MergeProsecution,
  ProsecutionSplit: z.strictObject({ child: prosecutionId, suspects }),
  ProsecutionClosed: prosecutionCommands.CloseProsecution,
};

export type ProsecutionCommand = MessagesOf<typeof prosecutionCommands>;
export type ProsecutionEvent = MessagesOf<typeof prosecutionEvents>;
