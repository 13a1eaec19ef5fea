import { prosecution } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const prosecutionRoutes = aggregateRoutes(prosecution, 'Prosecutions', '/v1/prosecutions', {
  OpenProsecutionReview: [null, 'Accept a case for prosecution review: the file begins'],
  ReturnForSupplement: ['return-for-supplement', 'Return the case for supplementary investigation'],
  ResumeReview: ['resume', 'Resume the review when the case is back'],
  ExtendReview: ['extend', 'Extend the term of the review by 15 days'],
  FileIndictment: ['file-indictment', 'File the indictment with a court'],
  AmendIndictment: ['amend-indictment', 'Amend the indictment, or indict further suspects'],
  DecideNonProsecution: ['decide-non-prosecution', 'Decide not to prosecute a suspect'],
  WithdrawProsecution: ['withdraw', 'Withdraw the prosecution as the court allowed (K2)'],
  ReclassifyProsecution: ['reclassify', 'Change the classification of the file (K4)'],
  MergeProsecution: ['merge', 'Merge the file into another one (K5)'],
  SplitProsecution: ['split', 'Split suspects off into a file of their own (K6)'],
  CloseProsecution: ['close', 'Close the file'],
  ...voiding,
});
