import { z } from 'zod';
import { civilDate, clockNames, district, streamId } from '@casetrail/domain';
import { paging } from './paging.ts';
import { criminalCaseRow, pageOf } from './rows.ts';

export const timeLimitsQuery = z.strictObject({
  from: civilDate.optional().describe('Only what runs out on this day or later'),
  to: civilDate.optional().describe('Only what runs out by the end of this day'),
  case: streamId('criminal_case').optional().describe('Only what runs in this case'),
  ...paging,
});

const { id, caseNumber, reportNumber } = criminalCaseRow.shape;
export const timeLimit = z.strictObject({
  id: z.string().describe('The suspect, the asset or the file that it runs on'),
  clock: z.enum(clockNames),
  until: civilDate.describe('The last day'),
  label: z.string().nullable().describe('The pseudonym of the person, what the asset is called, or the number of the file'),
  district: district.nullable(),
  case: z.strictObject({ id, caseNumber, reportNumber }).nullable().describe('null where it is not shown to whoever asks'),
});
export const timeLimits = pageOf(timeLimit);
