import { z } from 'zod';
import { act, correction, correctionKinds, district, isStreamId } from '@casetrail/domain';
import { aggregateRoutes } from './command-routes.ts';
import { countedPaging } from './paging.ts';
import { correctionRow, correctionStatuses, listOf } from './rows.ts';

/** Decisions on a correction. It is requested by the route of the act itself, which answers 202. A decision is of today unless it says otherwise. */
export const correctionRoutes = aggregateRoutes(
  correction,
  'Corrections',
  '/v1/corrections',
  {
    ApproveCorrection: ['approve', 'Approve a correction: what was proposed takes effect'],
    RejectCorrection: ['reject', 'Reject a correction'],
    WithdrawCorrection: ['withdraw', 'Withdraw a correction one has asked for'],
  },
  { act: { ...act.shape, occurredOn: act.shape.occurredOn.optional() } },
);

export const correctionsQuery = z.strictObject({
  status: z.enum(correctionStatuses).optional(),
  kind: z.enum(correctionKinds).optional(),
  district: district.optional().describe('Of the organ that asked'),
  target: z.string().refine(isStreamId, { error: 'must be the id of a record' }).optional(),
  ...countedPaging,
});
export const corrections = listOf(correctionRow);
