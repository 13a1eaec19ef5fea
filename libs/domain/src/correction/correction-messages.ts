import { z } from 'zod';
import { civilDate, instant } from '../kernel/civil-date.ts';
import { act, reason } from '../kernel/envelope.ts';
import type { MessagesOf } from '../kernel/envelope.ts';

export const correctionKinds = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8', 'K9', 'K10', 'K11', 'K12'] as const;
/** The command that takes effect when the correction is approved. Its own schema was checked when it was asked for. */
const proposal = z.strictObject({ stream: z.string(), type: z.string(), data: z.record(z.string(), z.unknown()), act });

export const correctionCommands = {
  RequestCorrection: z.strictObject({ kind: z.enum(correctionKinds), proposal, reason }),
  ApproveCorrection: z.strictObject({}),
  RejectCorrection: z.strictObject({ reason }),
  WithdrawCorrection: z.strictObject({}),
};

/** Stored for ever: never rename an event or one of its fields. */
export const correctionEvents = {
  CorrectionRequested: correctionCommands.RequestCorrection.extend({ requestedAt: instant.optional() }),
  CorrectionApproved: z.strictObject({ kind: z.enum(correctionKinds), target: z.string(), effectiveOn: civilDate }),
  CorrectionRejected: correctionCommands.RejectCorrection,
  CorrectionWithdrawn: correctionCommands.WithdrawCorrection,
};

export type CorrectionCommand = MessagesOf<typeof correctionCommands>;
export type CorrectionEvent = MessagesOf<typeof correctionEvents>;
