import { z } from 'zod';
import { categories, civilDate, deciders, isStreamId } from '@casetrail/domain';
import { limit } from './paging.ts';
import { timelineEntry } from './rows.ts';

/** What the ledger itself tells: how a record came to be what it is, and its events one by one. */

const position = z.int().nonnegative();
const wholeNumber = (what: string, example: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, `must be ${what} like ${example}`)
    .transform(Number)
    .pipe(z.int());
const ledgerPosition = wholeNumber('a ledger position', 1200);
const version = wholeNumber('a version', 3);
const knownAt = z.string().refine((text) => /^(0|[1-9]\d{0,14})$/.test(text) || civilDate.safeParse(text).success, {
  error: 'must be a ledger position like 1200, or a date like 2020-04-08',
});

export const historyQuery = z
  .strictObject({
    version: version.optional().describe('As it stood when it had so many events'),
    position: ledgerPosition.optional().describe('As it stood when the ledger ended at this position'),
    asOf: civilDate.optional().describe('What was true on this day (inclusive). Left out beside `knownAt`: today in Asia/Shanghai'),
    knownAt: knownAt.optional().describe('What was known: a ledger position, or the end of a day. Left out beside `asOf`: everything'),
    after: version.optional().describe('`next` of the page before: steps after this version'),
    limit: limit(1000, 200),
  })
  .refine(
    ({ version, position, asOf, knownAt }) => [version, position, asOf ?? knownAt].filter((one) => one !== undefined).length < 2,
    'names more than one point: take version, or position, or asOf and knownAt',
  );

const pointer = 'A JSON Pointer into the state. One that ends in /- is about a member of a list: it came at the end, or the last one like it went';
export const historyStep = z.strictObject({
  ...timelineEntry.shape,
  isLive: z.boolean().describe('Whether it is in the state: it is no void, none stands against it, and it had occurred'),
  changes: z
    .array(z.strictObject({ path: z.string().describe(pointer), before: z.unknown().optional(), after: z.unknown().optional() }))
    .describe('What changed when it was recorded, from the state after the step before: without `before` it came, without `after` it went'),
});
export const history = z.strictObject({
  id: z.string(),
  version: z.int().nonnegative().describe('How many events it had; 0 before it began'),
  position: position.describe('Where the last of them stands in the ledger'),
  asOf: civilDate.nullable(),
  state: z.record(z.string(), z.unknown()).describe('Where it stood, as its own rules see it'),
  steps: z.array(historyStep).describe('Every event known then, in the order of the ledger'),
  next: z.int().positive().nullable().describe('`after` of the next page; null at the end'),
});

const eventTypes: ReadonlySet<string> = new Set([...Object.values(deciders).flatMap(({ events }) => Object.keys(events)), 'RecordVoided']);
const eachOf = (known: (name: string) => boolean, what: string) =>
  z.string().refine((names) => names.split(',').every(known), { error: `must be ${what}, or several with commas between them` });
const day = (what: string) => civilDate.optional().describe(`${what} this day (inclusive)`);

export const ledgerQuery = z
  .strictObject({
    after: ledgerPosition.optional().describe('The position to go on from. Left out: 0, from the beginning'),
    before: ledgerPosition.optional().describe('Only what stands before this position'),
    type: eachOf((name) => eventTypes.has(name), 'a type of event like CaseFiled').optional(),
    category: eachOf((name) => Object.hasOwn(categories, name), 'a kind of record like criminal_case').optional(),
    stream: z.string().refine(isStreamId, { error: 'must be the id of a record' }).optional().describe('Only the events of this record'),
    from: day('Recorded since'),
    to: day('Recorded until'),
    occurredFrom: day('True since'),
    occurredTo: day('True since a day until'),
    actor: z.string().min(1).max(80).optional().describe('Only what this user did'),
    limit: limit(100_000, 1000),
    all: z.literal('true').optional().describe('Every line to the end, however many: instead of `limit`'),
  })
  .refine(({ limit, all }) => limit === undefined || all === undefined, { error: 'is for as many as there are: leave out `limit`', path: ['all'] });

const placed = {
  position: z.int().positive(),
  recordedAt: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
};
export const ledgerLine = z.union([
  z.strictObject({ ...placed, event: z.record(z.string(), z.unknown()) }),
  z.strictObject({ ...placed, sealed: z.literal(true).describe('The event is withheld: it is of a record that is sealed to whoever asks') }),
]);
