import { z } from 'zod';
import {
  type CorrectionKind,
  type CriminalCase,
  type CrimeGroup,
  type Correction,
  type Suspect,
  actor,
  civilDate,
  clockNames,
  correctionKinds,
  district,
  document,
  instant,
  memberRoles,
  reason,
  scopes,
  sexes,
  tiers,
} from '@casetrail/domain';

const id = z.string();
const text = z.string().nullable();
const day = civilDate.nullable();
const position = z.int().nonnegative();
/** What runs out next on a suspect or a record. */
export const limited = {
  limitClock: z.enum(clockNames).nullable().describe('Which statutory time limit runs on it; null where none does'),
  limitUntil: day.describe('The last day of that'),
};

/** What every record begins with. */
export const head = { id, openedPosition: position, version: z.int().positive().describe('Also the ETag'), updatedPosition: position, updatedAt: instant };

type Status<S extends { readonly status: string }> = Exclude<S['status'], 'unknown'>;
export const caseStatuses = [
  'reported',
  'filing_refused',
  'filed',
  'investigating',
  'concluded',
  'transferred',
  'closed',
  'withdrawn',
  'merged',
  'transferred_out',
] as const satisfies readonly Status<CriminalCase>[];
export const groupStatuses = [
  'identified',
  'registered',
  'classified',
  'dismantled',
  'prosecuted',
  'adjudicated',
  'closed',
  'merged',
  'transferred_out',
  'withdrawn',
] as const satisfies readonly Status<CrimeGroup>[];
/** Expired is what nobody has decided on within 72 hours. */
export const correctionStatuses = ['requested', 'approved', 'rejected', 'withdrawn', 'expired'] as const satisfies readonly (Status<Correction> | 'expired')[];
const procedures = ['suspect', 'terminated', 'closed', 'deceased'] as const satisfies readonly Exclude<Suspect['procedure'], 'unknown'>[];
const measures = [
  'none',
  'summoned',
  'detained',
  'arrest_requested',
  'arrested',
  'bail',
  'residential_surveillance',
  'released',
] as const satisfies readonly Suspect['measure'][];

/** A state machine starts at "unknown", which no row is ever in: the type of a row still has it, the schema does not. */
const shown = <S extends string>(states: readonly S[]) => z.enum(states) as z.ZodType<S | 'unknown'>;

export const criminalCaseRow = z.strictObject({
  ...head,
  status: shown(caseStatuses),
  district: district.nullable(),
  leadAgency: text,
  caseNumber: text,
  reportNumber: text,
  source: text,
  offences: z.array(z.string()),
  scope: z.enum(scopes).nullable(),
  isCracked: z.boolean(),
  reportedOn: day,
  filedOn: day,
  crackedOn: day,
  mergedInto: text,
  splitFrom: text,
  groups: z.array(id),
  suspectsListed: z.array(id).describe('Every suspect ever listed, also where that was voided'),
});

export const suspectRow = z.strictObject({
  ...head,
  caseId: id,
  personId: id,
  procedure: shown(procedures),
  measure: z.enum(measures),
  isInCustody: z.boolean(),
  openedOn: civilDate,
  detainedOn: day,
  detainedUntil: day,
  district: district.nullable().describe('Where the last detention that stands was imposed'),
  ...limited,
});

export const personRow = z.strictObject({
  ...head,
  pseudonym: z.string(),
  isProvisional: z.boolean(),
  birthYear: z.int().nullable(),
  sex: z.enum(sexes).nullable(),
  isSealed: z.boolean().describe('Sealed by law: counted, and shown to nobody'),
  mergedInto: text,
  survivorsNamed: z.array(id).describe('Every identity this one was ever found to be'),
});

export const crimeGroupRow = z.strictObject({
  ...head,
  status: shown(groupStatuses),
  district: district.nullable(),
  code: text,
  alias: text,
  industries: z.array(z.string()),
  tier: z.enum(tiers).nullable().describe('As the police classified it'),
  prosecutedTier: z.enum(tiers).nullable(),
  finding: z
    .enum([...tiers, 'NOT_FOUND'])
    .nullable()
    .describe('As the court found'),
  docketNumber: text,
  memberCount: z.int().nonnegative(),
  identifiedOn: day,
  dismantledOn: day,
  mergedInto: text,
  splitFrom: text,
});

export const correctionRow = z.strictObject({
  ...head,
  status: z.enum(correctionStatuses),
  kind: z.enum(correctionKinds as readonly CorrectionKind[]),
  target: id.describe('The record to be corrected'),
  command: z.string().describe('The command that corrects it'),
  effectiveOn: civilDate,
  reason,
  proposal: z.strictObject({ stream: id, type: z.string(), data: z.record(z.string(), z.unknown()), act: z.record(z.string(), z.unknown()) }),
  district,
  requestedBy: actor,
  requestedOn: civilDate,
  requestedAt: instant,
  expiresAt: instant.nullable().describe('From when on it cannot be approved any more, if nobody has decided'),
  decidedBy: actor.nullable(),
  decidedOn: day,
  decidedAt: instant.nullable(),
  decisionReason: reason.nullable(),
});

/** Who a suspect is, as far as anyone is told. */
export const identity = z.strictObject({ pseudonym: z.string(), isProvisional: z.boolean(), mergedInto: text });
export const suspectInCase = z.strictObject({ ...suspectRow.shape, identity: identity.nullable() });
export const groupMember = z.strictObject({
  groupId: id,
  suspectId: id,
  personId: id,
  role: z.enum(memberRoles),
  linkedOn: civilDate,
  identity: identity.nullable(),
  suspect: suspectRow.nullable(),
});

/** An event as a reader of a file sees it. */
export const timelineEntry = z.strictObject({
  id: z.string().describe('{stream}@{version}'),
  stream: id,
  version: z.int().positive(),
  position,
  type: z.string(),
  occurredOn: civilDate.describe('True from this day on'),
  recordedAt: instant.describe('When the ledger took it'),
  actor,
  data: z.record(z.string(), z.unknown()),
  approval: z.strictObject({ by: actor, at: instant }).nullable(),
  corrects: z.string().nullable(),
  causation: z.string().nullable(),
  document: document.nullable(),
  legalBasis: text,
  reason: reason.nullable(),
  isVoided: z.boolean(),
  voidedBy: z.string().nullable(),
});

/** A part of a list, and where the next one begins; null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next: z.string().nullable() });
/** As `pageOf`, of lists that also tell how many there are. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    ...pageOf(item).shape,
    total: z
      .strictObject({
        count: z.int().nonnegative(),
        isMore: z.boolean().describe('There are more: they are not counted further than a thousand'),
      })
      .optional()
      .describe('How many there are with these filters, of those that you may see, where that was asked for'),
  });
