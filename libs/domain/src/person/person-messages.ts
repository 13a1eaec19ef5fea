import { z } from 'zod';
import type { MessagesOf } from '../kernel/envelope.ts';
import { text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const personId = streamId('person');
/** HMAC-SHA-256 of the resident ID number under the city's key: finds a person again, identifies nobody. The number itself is never here. */
const idHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const birthYear = z.int().min(1900).max(2100);
export const sexes = ['MALE', 'FEMALE', 'UNKNOWN'] as const;
const sex = z.enum(sexes);

export const personCommands = {
  /** Without an ID number the identity is provisional. */
  RegisterPerson: z.strictObject({
    pseudonym: z
      .string()
      .regex(/^P-[0-9A-Z]{4,16}$/, 'must be a pseudonym like P-000123')
      .optional(),
    idHash: idHash.optional(),
    birthYear: birthYear.optional(),
    sex: sex.optional(),
  }),
  ConfirmIdentity: z.strictObject({ idHash }),
  /** UNSURE: taken for one person until somebody knows better. */
  MergeIdentity: z.strictObject({ survivor: personId, basis: text, certainty: z.enum(['SURE', 'UNSURE']).optional() }),
  SplitIdentity: z.strictObject({ survivor: personId, basis: text }),
  /** Two identities that may be one: counted as two, and marked. */
  MarkMatch: z.strictObject({ other: personId, basis: text }),
  ClearMatch: z.strictObject({ other: personId, basis: text }),
  /** CPL 286 and the Prevention of Juvenile Delinquency Law 59: the record stays in every total, and nobody sees it. */
  SealPersonRecord: z.strictObject({ ground: z.enum(['JUVENILE', 'COURT_ORDER']) }),
  CorrectPersonData: z.strictObject({ birthYear: birthYear.optional(), sex: sex.optional(), requestedBy: z.enum(['SUBJECT', 'ORGAN']) }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const personEvents = {
  PersonRegistered: z.strictObject({
    pseudonym: z.string(),
    idHash: idHash.optional(),
    birthYear: birthYear.optional(),
    sex: sex.optional(),
    provisional: z.boolean(),
  }),
  PersonSuspectListed: z.strictObject({ suspect: streamId('suspect') }),
  IdentityConfirmed: personCommands.ConfirmIdentity,
  /** In the stream of the absorbed identity. */
  IdentitiesMerged: personCommands.MergeIdentity,
  IdentitiesSplit: personCommands.SplitIdentity,
  IdentityMatchMarked: personCommands.MarkMatch,
  IdentityMatchCleared: personCommands.ClearMatch,
  RecordSealed: personCommands.SealPersonRecord,
  PersonInvestigationListed: z.strictObject({ investigation: streamId('umbrella_investigation') }),
  PersonDataCorrected: personCommands.CorrectPersonData,
};

export type PersonCommand = MessagesOf<typeof personCommands>;
export type PersonEvent = MessagesOf<typeof personEvents>;
