import { z } from 'zod';
import { civilDate, criminalCase, district, scopes, streamId } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';
import { countedPaging, flag } from './paging.ts';
import { caseStatuses, correctionRow, crimeGroupRow, criminalCaseRow, listOf, suspectInCase, timelineEntry } from './rows.ts';

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

export const casesQuery = z.strictObject({
  district: district.optional(),
  status: z.enum(caseStatuses).optional(),
  scope: z.enum(scopes).optional(),
  isCracked: flag,
  filedFrom: civilDate.optional().describe('First day of filing'),
  filedTo: civilDate.optional().describe('Last day of filing'),
  group: streamId('crime_group').optional(),
  text: z.string().max(100).optional().describe('Part of a case number, a report number, the lead agency or an offence'),
  ...countedPaging,
});
const count = z.int().nonnegative();
export const criminalCases = listOf(z.strictObject({ ...criminalCaseRow.shape, suspectCount: count, inCustodyCount: count }));
export const criminalCaseFile = z.strictObject({
  case: criminalCaseRow,
  suspects: z.array(suspectInCase),
  groups: z.array(crimeGroupRow),
  absorbed: z.array(criminalCaseRow).describe('Cases that were merged into this one'),
  splitOff: z.array(criminalCaseRow),
  corrections: z.array(correctionRow).describe('Asked for on the case or one of its suspects, the newest first'),
  timeline: z.array(timelineEntry).describe('Of the case and of every suspect it ever listed'),
});
