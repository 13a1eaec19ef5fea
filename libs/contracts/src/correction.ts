import { act, correction } from '@casetrail/domain';
import { aggregateRoutes } from './command-routes.ts';

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
