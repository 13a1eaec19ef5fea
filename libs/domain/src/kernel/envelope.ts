import { z } from 'zod';
import { type CivilDate, civilDate, instant } from './civil-date.ts';
import { type District, district } from './districts.ts';
import type { Category, EventId, StreamId } from './identifiers.ts';

export const roles = [
  'POLICE_INVESTIGATOR',
  'POLICE_LEADER',
  'PROCURATOR',
  'CHIEF_PROCURATOR',
  'JUDGE',
  'COURT_CLERK',
  'DISCIPLINE_INSPECTOR',
  'DISCIPLINE_LEADER',
  'DEPARTMENT_OFFICER',
  'INDICATOR_REPORTER',
  'STATISTICIAN',
  'PUBLISHER',
  'SUPERVISOR',
  'AUDITOR',
  'DATA_PROTECTION_OFFICER',
  'SYSTEM',
] as const;
export type Role = (typeof roles)[number];

/** Who acts: a user in a role, for an organ of one district (370200: the city level). */
export type Actor = { readonly user: string; readonly role: Role; readonly org: string; readonly district: District };
export const actor = z.strictObject({ user: z.string().min(1).max(80), role: z.enum(roles), org: z.string().min(1).max(80), district });

export const document = z.strictObject({
  kind: z.string().min(1).max(80),
  number: z.string().min(1).max(80),
  date: civilDate,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .optional(),
});
export const reason = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{2,39}$/, 'must be an upper-case code like TYPING_ERROR'),
  text: z.string().max(500).optional(),
});
export const secrecy = z.enum(['PUBLIC', 'INTERNAL', 'CASE', 'SEALED']);

/** What every act carries besides its own fields: when it is true from, and what it rests on. */
export const act = z.strictObject({
  occurredOn: civilDate,
  legalBasis: z.string().max(120).optional(),
  document: document.optional(),
  reason: reason.optional(),
});
export type Act = z.infer<typeof act>;
export type Approval = { readonly by: Actor; readonly at: string };

export type Message<T extends string = string, D = unknown> = { readonly type: T; readonly data: D };
/** The union of messages that a table of schemas describes. */
export type MessagesOf<Schemas extends Record<string, z.ZodType>> = {
  [T in keyof Schemas & string]: Message<T, z.infer<Schemas[T]>>;
}[keyof Schemas & string];

/** An accepted fact as it is stored: canonical bytes hold exactly these fields. Stored: never rename one. */
export type RecordedEvent<E extends Message = Message> = E & {
  readonly stream: StreamId;
  readonly version: number;
  readonly schema: number;
  readonly occurredOn: CivilDate;
  readonly actor: Actor;
  readonly secrecy: z.infer<typeof secrecy>;
  readonly correlation: string;
  readonly approval?: Approval;
  readonly causation?: EventId;
  readonly corrects?: EventId;
  readonly document?: z.infer<typeof document> | undefined;
  readonly legalBasis?: string | undefined;
  readonly reason?: z.infer<typeof reason> | undefined;
};

/** The schema of a stored event, given the schema of its data. */
export const recorded = (category: Category, type: string, data: z.ZodType) =>
  z.strictObject({
    stream: z.string().startsWith(`${category}-`),
    version: z.int().positive(),
    type: z.literal(type),
    schema: z.int().positive(),
    occurredOn: civilDate,
    actor,
    secrecy,
    correlation: z.string(),
    approval: z.strictObject({ by: actor, at: instant }).optional(),
    causation: z.string().optional(),
    corrects: z.string().optional(),
    document: document.optional(),
    legalBasis: z.string().optional(),
    reason: reason.optional(),
    data,
  });
