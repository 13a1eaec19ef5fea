import { z } from 'zod';
import { correctionKinds, instant } from '@casetrail/domain';

/** Where a correction stands that a request began. */
export const requestedCorrection = z.strictObject({
  id: z.string(),
  kind: z.enum(correctionKinds),
  target: z.string().describe('The record it is about; one that is yet to begin, where a late act would begin it'),
  status: z.literal('requested'),
  approve: z.string().describe('Where another person approves it: /v1/corrections/{id}/approve'),
});

/** The answer to a command: what was recorded. With 202, what was recorded is that a correction is asked for. */
export const receipt = z.strictObject({
  commandId: z.uuid(),
  stream: z.string().describe('The record that the command was about'),
  version: z.int().nonnegative().describe('Its version now; also the ETag'),
  position: z.int().nonnegative().describe('The ledger position of the last event: ask a figure "known at" it'),
  recordedAt: instant,
  events: z.array(z.string()).describe('The events recorded; none where the request already held'),
  isRepeated: z.boolean().describe('True when this request was recorded before and is answered again'),
  correction: requestedCorrection.optional(),
});
