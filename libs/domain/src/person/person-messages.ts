import { z } from 'zod';
import type { MessagesOf } from '../kernel/envelope.ts';
import { text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';
import { sealedVersions } from './personal-data.ts';

const personId = streamId('person');
/** Drawn at random when the vault first saw the resident ID number: the same number has the same one, and nothing about the number follows from it. */
const idHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const birthYear = z.int().min(1900).max(2100);
export const sexes = ['MALE', 'FEMALE', 'UNKNOWN'] as const;
const sex = z.enum(sexes);
const erasureGrounds = ['PURPOSE_ACHIEVED', 'RETENTION_EXPIRED', 'CONSENT_WITHDRAWN', 'UNLAWFULLY_COLLECTED', 'COURT_ORDER'] as const;

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
    personalData: sealedVersions.optional(),
  }),
  ConfirmIdentity: z.strictObject({ idHash, personalData: sealedVersions.optional() }),
  /** UNSURE: taken for one person until somebody knows better. */
  MergeIdentity: z.strictObject({ survivor: personId, basis: text, certainty: z.enum(['SURE', 'UNSURE']).optional() }),
  SplitIdentity: z.strictObject({ survivor: personId, basis: text }),
  /** Two identities that may be one: counted as two, and marked. */
  MarkMatch: z.strictObject({ other: personId, basis: text }),
  ClearMatch: z.strictObject({ other: personId, basis: text }),
  /** CPL 286 and the Prevention of Juvenile Delinquency Law 59: the record stays in every total, nobody sees it, and the key of its personal data goes. */
  SealPersonRecord: z.strictObject({ ground: z.enum(['JUVENILE', 'COURT_ORDER']) }),
  CorrectPersonData: z.strictObject({
    birthYear: birthYear.optional(),
    sex: sex.optional(),
    idHash: idHash.optional(),
    personalData: sealedVersions.optional(),
    requestedBy: z.enum(['SUBJECT', 'ORGAN']),
  }),
  /** PIPL 47: what the vault holds of the person can never be read again; what was counted stays. */
  DestroyPersonKey: z.strictObject({ ground: z.enum(erasureGrounds) }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const personEvents = {
  PersonRegistered: z.strictObject({
    pseudonym: z.string(),
    idHash: idHash.optional(),
    birthYear: birthYear.optional(),
    sex: sex.optional(),
    provisional: z.boolean(),
    personalData: sealedVersions.optional(),
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
  PersonKeyDestroyed: personCommands.DestroyPersonKey,
};

export type PersonCommand = MessagesOf<typeof personCommands>;
export type PersonEvent = MessagesOf<typeof personEvents>;
