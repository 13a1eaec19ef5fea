import { z } from 'zod';
import { scopes } from '../criminal-case/criminal-case-messages.ts';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const arrestReviewId = streamId('arrest_review');
const caseId = streamId('criminal_case');
const suspectId = streamId('suspect');
const scope = z.enum(scopes);
const suspects = z.array(suspectId).min(1).max(400);
const party = { suspect: suspectId, person: streamId('person') };

/** SPP Rules 2019 arts 139–141: why an arrest is not approved. */
export const disapprovalGrounds = ['NO_CRIME', 'INSUFFICIENT_EVIDENCE', 'NO_NEED'] as const;

export const arrestReviewCommands = {
  /** One acceptance number. The scope is the procuratorate's own finding, whatever the police called the case. */
  OpenArrestReview: z.strictObject({ fileNumber: documentNumber, case: caseId, suspects, scope }),
  ApproveArrest: z.strictObject({ suspect: suspectId, decisionNumber: documentNumber }),
  DisapproveArrest: z.strictObject({ suspect: suspectId, ground: z.enum(disapprovalGrounds) }),
  RevokeArrestApproval: z.strictObject({ suspect: suspectId, ground: text }),
  /** The police ask the same procuratorate to reconsider, then the one above it to review (CPL 92). */
  RequestReconsideration: z.strictObject({ suspect: suspectId, level: z.enum(['SAME', 'UPPER']) }),
  DecideReconsideration: z.strictObject({ suspect: suspectId, outcome: z.enum(['UPHELD', 'CHANGED']), decisionNumber: documentNumber }),
  ReclassifyArrestReview: z.strictObject({ scope, basis: text }),
  MergeArrestReview: z.strictObject({ survivor: arrestReviewId }),
  SplitArrestReview: z.strictObject({ fileNumber: documentNumber, suspects }),
  CloseArrestReview: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const arrestReviewEvents = {
  ArrestReviewOpened: z.strictObject({ fileNumber: documentNumber, case: caseId, suspects, scope, district, splitFrom: arrestReviewId.optional() }),
  ArrestApproved: z.strictObject({ ...party, decisionNumber: documentNumber }),
  ArrestDisapproved: z.strictObject({ ...party, ground: z.enum(disapprovalGrounds) }),
  ArrestApprovalRevoked: z.strictObject({ ...party, ground: text }),
  ReconsiderationRequested: z.strictObject({ ...party, level: z.enum(['SAME', 'UPPER']) }),
  /** A changed decision is followed by the approval it comes to. */
  ReconsiderationDecided: z.strictObject({ ...party, outcome: z.enum(['UPHELD', 'CHANGED']), decisionNumber: documentNumber }),
  ArrestReviewReclassified: z.strictObject({ from: scope, scope, basis: text }),
  /** In the stream of the absorbed file. */
  ArrestReviewsMerged: arrestReviewCommands.MergeArrestReview,
  ArrestReviewSplit: z.strictObject({ child: arrestReviewId, suspects }),
  ArrestReviewClosed: arrestReviewCommands.CloseArrestReview,
};

export type ArrestReviewCommand = MessagesOf<typeof arrestReviewCommands>;
export type ArrestReviewEvent = MessagesOf<typeof arrestReviewEvents>;
