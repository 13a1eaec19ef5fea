import { z } from 'zod';
import { civilDate, correctionKinds, district, districtCodes } from '@casetrail/domain';
import { limit, paging } from './paging.ts';

const inTwoLanguages = z.strictObject({ zh: z.string(), en: z.string() });
const count = z.int().nonnegative();
const eventId = z.string().describe('{stream}@{version}');
const position = z.int().nonnegative();

/** A ledger position, or a day: what was known at its end, in Asia/Shanghai. */
const knownAt = z
  .string()
  .refine((text) => /^(0|[1-9]\d{0,14})$/.test(text) || civilDate.safeParse(text).success, {
    error: 'must be a ledger position like 1200, or a date like 2020-04-08',
  })
  .describe('What was known: a ledger position, or the end of a day. Left out: everything counted so far');

const asOf = civilDate.describe('What was true on this day (inclusive). Left out: today in Asia/Shanghai');
const reading = { asOf: asOf.optional(), knownAt: knownAt.optional() };
export const figuresQuery = z.strictObject({ ...reading, district: district.optional() });
export const factsQuery = z.strictObject({ ...figuresQuery.shape, ...paging });
export const whitePaperQuery = z.strictObject({ ...reading, format: z.enum(['json', 'md']).optional(), lang: z.enum(['zh', 'en']).optional() });
export const ledgerQuery = z.strictObject({
  after: z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, 'must be a ledger position like 1200')
    .transform(Number)
    .pipe(z.int())
    .optional()
    .describe('The position to go on from. Left out: 0, from the beginning'),
  limit: limit(100_000, 1000),
});

/** Where an answer stands: on both axes of time, and under which rules. */
const standing = {
  asOf: civilDate,
  knownAt: z.strictObject({ position: position.describe('The ledger position that was known'), recordedOn: civilDate.optional() }),
  countedTo: position.describe('How far the figures were counted when this was read'),
  ruleSet: z.string().describe('The version of the counting rules'),
  synthetic: z.boolean().describe('True in a demo ledger: nothing of it ever happened'),
  district: district.optional(),
};

export const figureValue = z.strictObject({
  id: z.string(),
  name: inTwoLanguages,
  value: count,
  printed: inTwoLanguages.describe('As the paper prints it'),
  unit: z.string().describe('What is counted'),
  measureWord: z.string(),
  owner: z.string(),
  version: z.int().positive().describe('The version of its counting rule'),
  rule: inTwoLanguages,
  scopeStart: civilDate,
  companion: z.string().optional().describe('The figure that counts the same acts by occurrence'),
});
export const figures = z.strictObject({ ...standing, figures: z.array(figureValue) });
export const figureAlone = z.strictObject({ ...standing, figure: figureValue });

const edge = z.strictObject({ position, event: eventId });
export const fact = z.strictObject({
  unit: z.string().describe('What is counted once: a group, a case, a person'),
  district: z.enum(districtCodes),
  amount: z.int(),
  from: civilDate.describe('Counts from this day on'),
  to: civilDate.optional().describe('Counts until the day before, if that is known'),
  since: edge.describe('The event that began it'),
  until: edge.optional().describe('The event that ended it'),
  believedFrom: position.describe('The ledger position from which on it was known so'),
  events: z.array(eventId).describe('Every event that the rule read to count this unit'),
});
export const facts = z.strictObject({ ...standing, figure: z.string(), facts: z.array(fact), next: z.string().optional() });

export const waterfall = z.strictObject({
  ...standing,
  figure: z.string(),
  gross: z.int().describe('What ordinary acts amount to'),
  lines: z.array(
    z.strictObject({
      kind: z
        .enum([...correctionKinds, 'REPEAT'])
        .optional()
        .describe('The kind of correction; none is an ordinary act'),
      type: z.string().optional().describe('The type of the events that did it'),
      added: z.int(),
      taken: z.int(),
      net: z.int(),
    }),
  ),
  value: count.describe('All lines together'),
});

export const whitePaper = z.strictObject({
  ...standing,
  language: z.enum(['zh', 'en']),
  paragraphs: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  values: z.record(z.string(), count),
});

/** One line of the ledger as it is exported: `event` holds the stored bytes as they are, and `hash` is their SHA-256. */
export const ledgerLine = z.strictObject({
  position: z.int().positive(),
  recordedAt: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  event: z.record(z.string(), z.unknown()),
});
