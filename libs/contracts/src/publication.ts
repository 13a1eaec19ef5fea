import { checkException } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const checkExceptionRoutes = aggregateRoutes(checkException, 'Check exceptions', '/v1/check-exceptions', {
  ExplainCheck: [null, 'Explain why a cross-check of the figures fails'],
  SignException: ['sign', 'Sign what somebody else explained: it no longer stops a publication'],
  RevokeException: ['revoke', 'Revoke the exception'],
  ...voiding,
});
