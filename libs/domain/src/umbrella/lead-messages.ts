import { z } from 'zod';
import { district } from '../kernel/districts.ts';
import type { MessagesOf } from '../kernel/envelope.ts';
import { documentNumber, text } from '../kernel/fields.ts';
import { streamId } from '../kernel/identifiers.ts';

const leadId = streamId('umbrella_lead');

/** Sheltering comes before dereliction, and both before other corruption: a person's principal kind is the first of these. */
export const umbrellaKinds = ['SHELTERING', 'DERELICTION', 'OTHER_CORRUPTION'] as const;
export type UmbrellaKind = (typeof umbrellaKinds)[number];
export const leadSources = ['POLICE_HANDOVER', 'PETITION', 'AUDIT', 'REVERSE_CHECK', 'OTHER_ORGAN'] as const;
export const verificationOutcomes = ['UNFOUNDED', 'TALK_OR_INQUIRY', 'TO_INVESTIGATION', 'SHELVED'] as const;

export const leadCommands = {
  ReceiveLead: z.strictObject({
    leadNumber: documentNumber,
    source: z.enum(leadSources),
    kindHint: z.enum(umbrellaKinds),
    group: streamId('crime_group').optional(),
    subjects: z.array(streamId('person')).max(50),
  }),
  /** Before anything is checked; a lead once checked leaves by a correction. */
  ScreenLead: z
    .strictObject({ outcome: z.enum(['RELEVANT', 'OUT_OF_SCOPE', 'DUPLICATE', 'REFERRED']), of: leadId.optional(), to: text.optional() })
    .refine(({ outcome, of }) => (outcome === 'DUPLICATE') === (of !== undefined), { path: ['of'], error: 'names the lead that a duplicate repeats' })
    .refine(({ outcome, to }) => (outcome === 'REFERRED') === (to !== undefined), { path: ['to'], error: 'names where a lead is referred to' }),
  OpenVerification: z.strictObject({}),
  CloseVerification: z.strictObject({ outcome: z.enum(verificationOutcomes) }),
  MergeLead: z.strictObject({ survivor: leadId }),
  PutLeadOutOfScope: z.strictObject({ basis: text }),
  ReferLead: z.strictObject({ to: text }),
  SplitLead: z.strictObject({ leadNumber: documentNumber }),
};

/** Stored for ever: never rename an event or one of its fields. */
export const leadEvents = {
  LeadReceived: z.strictObject({ ...leadCommands.ReceiveLead.shape, district, splitFrom: leadId.optional() }),
  LeadScreened: leadCommands.ScreenLead,
  LeadVerificationOpened: leadCommands.OpenVerification,
  LeadVerificationClosed: leadCommands.CloseVerification,
  /** In the stream of the duplicate. */
  LeadsMerged: leadCommands.MergeLead,
  LeadPutOutOfScope: leadCommands.PutLeadOutOfScope,
  LeadReferred: leadCommands.ReferLead,
  LeadSplit: z.strictObject({ child: leadId }),
};

export type LeadCommand = MessagesOf<typeof leadCommands>;
export type LeadEvent = MessagesOf<typeof leadEvents>;
