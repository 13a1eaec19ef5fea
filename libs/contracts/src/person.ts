import { z } from 'zod';
import { person, personCommands } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';
import { correctionRow, criminalCaseRow, personRow, suspectRow, timelineEntry } from './rows.ts';

/** A resident identity number (GB 11643) as people write it. It is turned into a keyed hash at once, and neither stored nor logged. */
const idNumber = z.string().min(1).max(40);

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
    CorrectPersonData: ['correct-data', 'Correct the birth year or the sex (K11)'],
    ...voiding,
  },
  {
    bodies: {
      RegisterPerson: personCommands.RegisterPerson.omit({ idHash: true }).extend({ idNumber: idNumber.optional() }),
      ConfirmIdentity: personCommands.ConfirmIdentity.omit({ idHash: true }).extend({ idNumber }),
    },
  },
);

export const personFile = z.strictObject({
  person: personRow,
  identities: z.array(personRow).describe('All identities found to be this one person: together they count once'),
  participations: z.array(z.strictObject({ ...suspectRow.shape, case: criminalCaseRow.nullable() })),
  decisions: z.array(timelineEntry).describe('Why they are one, or no longer'),
  corrections: z.array(correctionRow),
});
