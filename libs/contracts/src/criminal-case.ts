import { criminalCase } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

export const criminalCaseRoutes = aggregateRoutes(criminalCase, 'Criminal cases', '/v1/criminal-cases', {
  AcceptReport: [null, 'Accept a report: the record of a case begins'],
  FileCase: ['file', 'File the case'],
  RefuseFiling: ['refuse-filing', 'Refuse to file the case'],
  StartInvestigation: ['start-investigation', 'Start the investigation'],
  ClassifyScope: ['classify', 'Classify the case as mafia-related, evil-force-related or ordinary'],
  ReclassifyScope: ['reclassify', 'Change the classification (K4)'],
  CrackCase: ['crack', 'Record that the case is cracked'],
  RevokeCrack: ['revoke-crack', 'Revoke that the case was cracked (K2)'],
  LinkGroup: ['link-group', 'Link the case to a crime group'],
  MergeCase: ['merge', 'Merge the case into another one (K5)'],
  SplitCase: ['split', 'Split cases off (K6)'],
  TransferCase: ['transfer', 'Transfer the case to another district (K8), out of the city or back (K7)'],
  CorrectCaseNumber: ['correct-number', 'Correct the case number (K1)'],
  WithdrawCase: ['withdraw', 'Withdraw the case (K2)'],
  ReopenCase: ['reopen', 'Reopen a withdrawn case on new facts'],
  ConcludeInvestigation: ['conclude', 'Conclude the investigation'],
  TransferForProsecution: ['transfer-for-prosecution', 'Transfer the case for prosecution review'],
  CloseCase: ['close', 'Close the case'],
  ...voiding,
});
