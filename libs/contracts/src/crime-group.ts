import { z } from 'zod';
import { crimeGroup, district, tiers } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';
import { countedPaging } from './paging.ts';
import { correctionRow, crimeGroupRow, criminalCaseRow, groupMember, groupStatuses, listOf, timelineEntry } from './rows.ts';

export const crimeGroupRoutes = aggregateRoutes(crimeGroup, 'Crime groups', '/v1/crime-groups', {
  IdentifyGroup: [null, 'Identify a crime group'],
  RegisterGroup: ['register', 'Register the group under a code'],
  ClassifyGroup: ['classify', 'Classify the group into a tier'],
  ReclassifyGroup: ['reclassify', 'Change the tier (K4)'],
  LinkMember: ['link-member', 'Link a suspect as a member'],
  ChangeMemberRole: ['change-role', 'Change the role of a member'],
  DismantleGroup: ['dismantle', 'Record that the group is dismantled'],
  MergeGroup: ['merge', 'Merge the group into another one (K5)'],
  SplitGroup: ['split', 'Split groups off (K6)'],
  TransferGroup: ['transfer', 'Transfer the group to another district (K8), out of the city or back (K7)'],
  WithdrawGroup: ['withdraw', 'Withdraw the group (K2)'],
  ProsecuteGroup: ['prosecute', 'Record the tier under which the procuratorate prosecutes'],
  AdjudicateGroup: ['adjudicate', 'Record what the court found'],
  CloseGroup: ['close', 'Close the group'],
  ...voiding,
});

export const groupsQuery = z.strictObject({
  district: district.optional(),
  status: z.enum(groupStatuses).optional(),
  tier: z.enum(tiers).optional(),
  text: z.string().max(100).optional().describe('Part of the code, the alias or an industry'),
  ...countedPaging,
});
export const crimeGroups = listOf(crimeGroupRow);
export const crimeGroupFile = z.strictObject({
  group: crimeGroupRow,
  members: z.array(groupMember),
  cases: z.array(criminalCaseRow),
  absorbed: z.array(crimeGroupRow).describe('Groups that were merged into this one'),
  splitOff: z.array(crimeGroupRow),
  corrections: z.array(correctionRow),
  timeline: z.array(timelineEntry),
});
