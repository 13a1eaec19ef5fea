import { z } from 'zod';
import { civilDate, person, personCommands, personalFields, purposes, streamId } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';
import { correctionRow, criminalCaseRow, personRow, suspectRow, timelineEntry } from './rows.ts';

/** A resident identity number (GB 11643) as people write it. */
const idNumber = z.string().min(1).max(40);
const name = z.string().trim().min(1).max(100);
/** What goes to the vault at once, and is nowhere else: neither recorded nor logged. */
const personalData = {
  name: name.optional(),
  aliases: z.array(name).min(1).max(20).optional(),
  idNumber: idNumber.optional(),
  bornOn: civilDate.optional(),
  address: z.string().trim().min(1).max(300).optional(),
};
const intoVault = { idHash: true, personalData: true } as const;

export const personRoutes = aggregateRoutes(
  person,
  'Persons',
  '/v1/persons',
  {
    RegisterPerson: [null, 'Register a person; without an identity number provisionally'],
    ConfirmIdentity: ['confirm-identity', 'Confirm who a provisionally registered person is'],
    MergeIdentity: ['merge', 'Record that this identity is that of another person (K11)'],
    SplitIdentity: ['split', 'Take a merged identity apart again (K11)'],
    MarkMatch: ['mark-match', 'Mark that this may be the identity of another person, too'],
    ClearMatch: ['clear-match', 'Clear such a mark'],
    SealPersonRecord: ['seal', 'Seal the record: it still counts, and nobody sees it (K12)'],
    CorrectPersonData: ['correct-data', 'Correct the birth year, the sex or what the vault holds (K11)'],
    DestroyPersonKey: ['destroy-key', 'Erase what the vault holds: its key is destroyed, and what was counted stays (K12)'],
    ...voiding,
  },
  {
    bodies: {
      RegisterPerson: personCommands.RegisterPerson.omit(intoVault).extend(personalData),
      ConfirmIdentity: personCommands.ConfirmIdentity.omit(intoVault).extend({ ...personalData, idNumber }),
      CorrectPersonData: personCommands.CorrectPersonData.omit(intoVault).extend(personalData),
    },
  },
);

export const personFile = z.strictObject({
  person: personRow,
  identities: z.array(personRow).describe('All identities found to be this one person: together they count once'),
  participations: z.array(z.strictObject({ ...suspectRow.shape, case: criminalCaseRow.nullable() })),
  decisions: z.array(timelineEntry).describe('Why they are one, or no longer'),
  corrections: z.array(correctionRow),
  holds: z.array(z.enum(personalFields)).describe('What the vault holds of this identity. Never what it says: see reveal'),
  isErased: z.boolean().describe('What the vault held was erased for ever'),
});

const purpose = z.enum(purposes).describe('What for: recorded with the look');
export const revealBody = z.strictObject({
  purpose,
  case: streamId('criminal_case').optional().describe('In which case, where it is for one'),
  fields: z.array(z.enum(personalFields)).min(1).max(personalFields.length).describe('What to show, and nothing besides'),
});
export const findBody = z.strictObject({ idNumber, purpose });
export const personalDataShown = z.strictObject({
  person: z.string(),
  personalData: z.strictObject({ ...personalData, idNumber: z.string().optional() }).describe('What is held of the fields that were asked for'),
  isErased: z.boolean().describe('Something that was asked for was held, and was erased for ever'),
});
export const personFound = z.strictObject({ person: z.string() });
