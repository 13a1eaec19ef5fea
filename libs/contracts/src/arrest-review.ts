import { arrestReview } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const arrestReviewRoutes = aggregateRoutes(arrestReview, 'Arrest reviews', '/v1/arrest-reviews', {
  OpenArrestReview: [null, 'Accept a request for arrest: the file of its review begins'],
  ApproveArrest: ['approve-arrest', 'Approve the arrest of a suspect'],
  DisapproveArrest: ['disapprove-arrest', 'Disapprove the arrest of a suspect'],
  RevokeArrestApproval: ['revoke-approval', 'Revoke the approval of an arrest (K2)'],
  RequestReconsideration: ['request-reconsideration', 'Ask for a disapproval to be reconsidered, or reviewed by the procuratorate above'],
  DecideReconsideration: ['decide-reconsideration', 'Decide on a reconsideration or a review'],
  ReclassifyArrestReview: ['reclassify', 'Change the classification of the file (K4)'],
  MergeArrestReview: ['merge', 'Merge the file into another one (K5)'],
  SplitArrestReview: ['split', 'Split suspects off into a file of their own (K6)'],
  CloseArrestReview: ['close', 'Close the file'],
  ...voiding,
});
