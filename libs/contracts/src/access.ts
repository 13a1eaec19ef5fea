import { z } from 'zod';
import { actor, civilDate, isStreamId } from '@casetrail/domain';
import { limit } from './paging.ts';

/** Access that is asked for or taken, and conflicts of interest that take it away. */

const record = z.string().refine(isStreamId, { error: 'must be the id of a record' }).describe('The id of a record');
const reason = z.string().trim().min(10).max(500).describe('Why, in words for whoever decides or reviews. No personal data');

export const breakGlassBody = z.strictObject({ record, reason });
export const accessRequestBody = z.strictObject({ record, reason, until: civilDate.describe('The last day of the access, in Asia/Shanghai') });
export const conflictBody = z.strictObject({
  user: z.string().min(1).max(80).optional().describe('Whom it is about. Left out: whoever declares it'),
  record,
  reason,
});
export const tieReasonBody = z.strictObject({ reason });
export const reviewBody = z.strictObject({
  finding: z.enum(['JUSTIFIED', 'NOT_JUSTIFIED']).describe('NOT_JUSTIFIED ends the access, where it is not over yet'),
  reason,
});

const moment = z.iso.datetime({ offset: true });
const said = z.strictObject({ by: actor, at: moment, reason: z.string() });

export const tie = z.strictObject({
  id: z.uuid(),
  user: z.string().describe('To whom the record is shown, or from whom it is hidden'),
  record: z.string(),
  state: z
    .enum(['ASKED', 'EXPIRED', 'OPEN', 'OVER', 'REFUSED', 'ENDED'])
    .describe('EXPIRED: nobody decided in time. OPEN: it holds. OVER: its time has run out. ENDED: somebody ended it before'),
  reason: z.string(),
  begunBy: actor,
  begunAt: moment,
  validUntil: moment.nullable().describe('null: until somebody ends it'),
  dueAt: moment.nullable().describe('By when somebody should decide on it, or review it'),
  isOverdue: z.boolean().describe('Nobody has reviewed it in time'),
  decision: said.nullable(),
  review: z.strictObject({ ...said.shape, finding: z.enum(['JUSTIFIED', 'NOT_JUSTIFIED']) }).nullable(),
  end: said.nullable(),
  changes: z.int().positive().describe('Its version; also the ETag'),
});

export const tiesQuery = z.strictObject({
  awaiting: z.enum(['true', 'false']).optional().describe('true: only what waits for whoever asks to decide on it or review it'),
  after: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be `next` of the page before')
    .transform(Number)
    .pipe(z.int())
    .optional()
    .describe('`next` of the page before'),
  limit: limit(200, 50),
});
export const ties = z.strictObject({ items: z.array(tie), next: z.string().nullable() });
