import { z } from 'zod';
import { district, roles } from '@casetrail/domain';

const role = z.enum(roles);
const kind = z.enum(['case', 'sealed', 'correction', 'open']);
const distance = z.enum(['line', 'district', 'city']);

/** The table that decides who may do what, and with whose records. */
export const accessPolicy = z.strictObject({
  version: z.int().positive(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the canonical JSON (RFC 8785) of all the rest. Every recorded look names the one that it was decided by'),
  order: z.array(z.string()).describe('What is asked of each decision, one after the other: the first that fails answers'),
  kinds: z.record(z.string(), kind).describe('Each kind of record, by whom it is for'),
  distances: z.record(distance, z.string()),
  reading: z.record(kind, z.partialRecord(role, distance)).describe('How far a role reads records of a kind. A role that is not there reads none'),
  owing: z.array(role).describe('Who is told no other time limits than those of recommendations to their own organ'),
  ties: z.record(z.string(), z.enum(['hides', 'opens'])).describe('What ties a named user to a record, and what it does'),
  actions: z.record(z.string(), z.strictObject({ by: z.array(role), isRecorded: z.literal(true).optional(), recordsItself: z.literal(true).optional() })),
  commands: z.record(z.string(), z.record(z.string(), z.array(role))).describe('Who may issue the commands of each kind of record'),
});

export const organisation = z.strictObject({
  id: z.string(),
  type: z.string(),
  level: z.enum(['CITY', 'DISTRICT']),
  district,
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  lineParent: z.string().optional().describe('The organ of the same line above it'),
  roles: z.array(role).describe('Who may act for it'),
});
export const organisations = z.strictObject({ organisations: z.array(organisation) });
