import { z } from 'zod';
import { type Category, district, isStreamId } from '@casetrail/domain';
import { countedPaging } from './paging.ts';
import { correctionRow, crimeGroupRow, criminalCaseRow, head, limited, listOf, suspectInCase, timelineEntry } from './rows.ts';

/** The categories whose records are all shown in one form. */
export const recordCategories = [
  'arrest_review',
  'prosecution',
  'court_docket',
  'asset',
  'umbrella_lead',
  'umbrella_investigation',
  'recommendation',
  'rectification_plan',
  'mechanism',
  'problem',
  'register_entry',
  'indicator',
  'hearing',
  'major_project',
  'check_exception',
] as const satisfies readonly Category[];

export const recordRow = z.strictObject({
  ...head,
  category: z.enum(recordCategories),
  status: z.string(),
  district: district.nullable(),
  label: z.string().nullable().describe('What a list calls it'),
  number: z.string().nullable().describe('Its file, document or docket number, or its code'),
  refs: z.array(z.string()).describe('Every record that it refers to'),
  state: z.record(z.string(), z.unknown()).describe('Where it stands, as its own rules see it'),
  ...limited,
});

export const recordsQuery = z.strictObject({
  status: z
    .string()
    .regex(/^[a-z_]{1,40}$/, 'must be a status like reported_done')
    .optional(),
  district: district.optional(),
  refersTo: z.string().refine(isStreamId, { error: 'must be the id of a record' }).optional().describe('Only what refers to this record'),
  text: z.string().max(100).optional().describe('Part of the number, the label, or another name or number in it'),
  ...countedPaging,
});
export const records = listOf(recordRow);

const related = 'that it refers to, or that refer to it; at most 200';
export const recordFile = z.strictObject({
  record: recordRow,
  related: z.strictObject({
    cases: z.array(criminalCaseRow).describe(`Cases ${related}`),
    suspects: z.array(suspectInCase).describe(`Suspects ${related}`),
    groups: z.array(crimeGroupRow).describe(`Crime groups ${related}`),
    records: z.array(recordRow).describe(`Other records ${related}`),
  }),
  corrections: z.array(correctionRow),
  timeline: z.array(timelineEntry),
});
