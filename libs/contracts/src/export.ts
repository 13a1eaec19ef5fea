import { z } from 'zod';
import { figures } from '@casetrail/domain';
import { correctionsQuery } from './correction.ts';
import { crimeGroups, groupsQuery } from './crime-group.ts';
import { casesQuery, criminalCases } from './criminal-case.ts';
import { fact, factsQuery, figureValue, figuresQuery } from './figure.ts';
import { recordCategories, recordRow, recordsQuery } from './record.ts';
import { correctionRow } from './rows.ts';

/** What a file may be for. Stored with every export: never rename one. */
export const exportPurposes = [
  'CASE_HANDLING', // work on cases by the organ that has them
  'TRIAL', // a court, a procuratorate or a defence asked for it
  'SUPERVISION', // an organ above, or the campaign office, looks at the work
  'STATISTICS', // counting outside this system
  'PUBLICATION', // the white paper and what goes with it
  'AUDIT', // somebody examines the records, or this system
  'SUBJECT_REQUEST', // a person asked what is held about them (Personal Information Protection Law, article 45)
] as const;

const said = {
  format: z.enum(['xlsx', 'csv']).describe('xlsx is for people. csv is for programs: a spreadsheet may take what it says for formulas'),
  purpose: z.enum(exportPurposes).describe('What the file is for. It is printed in the file, and recorded'),
  recipient: z.string().trim().min(1).max(120).optional().describe('The organ that is to have the file, where it is not that of whoever asks. Recorded'),
};
const pageless = { after: true, limit: true, isCounted: true } as const;
const caseFilters = casesQuery.omit(pageless).extend({ isCracked: z.boolean().optional() });

/** The body of an export: which list, the filters of that list, and what for. */
export const exportRequest = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('cases'), filters: caseFilters.optional(), ...said }),
  z.strictObject({ what: z.literal('groups'), filters: groupsQuery.omit(pageless).optional(), ...said }),
  z.strictObject({ what: z.literal('corrections'), filters: correctionsQuery.omit(pageless).optional(), ...said }),
  z.strictObject({ what: z.literal('records'), category: z.enum(recordCategories), filters: recordsQuery.omit(pageless).optional(), ...said }),
  z.strictObject({ what: z.literal('figures'), filters: figuresQuery.optional(), ...said }),
  z.strictObject({
    what: z.literal('facts'),
    figure: z.enum(figures.map(({ id }) => id)),
    filters: factsQuery.omit({ after: true, limit: true, step: true }).optional(),
    ...said,
  }),
]);
export type ExportRequest = z.infer<typeof exportRequest>;

/** Why a request for a file is refused at the door, before anything is looked at; undefined where it is not. Whatever else is wrong with it is a matter of the schema. */
export const exportRefusal = (body: unknown): 'export/purpose-required' | undefined =>
  body !== null && typeof body === 'object' && !('purpose' in body) ? 'export/purpose-required' : undefined;

/** What a row of a file is: its columns follow from the schema, and are the same whatever is in the list. */
export const exportRows = {
  cases: criminalCases.shape.items.element,
  groups: crimeGroups.shape.items.element,
  corrections: correctionRow,
  records: recordRow,
  figures: figureValue,
  facts: fact,
} as const satisfies Record<ExportRequest['what'], z.ZodObject>;
