import { z } from 'zod';
import { type ActionName, actions, actor, civilDate, instant, isStreamId } from '@casetrail/domain';
import { limit } from './paging.ts';

const record = z.string().refine(isStreamId, { error: 'must be the id of a record' });
const person = record.refine((id) => id.startsWith('person-'), { error: 'must be the id of a person' });
const user = z.string().min(1).max(80);
const outcomes = ['SHOWN', 'NOTHING', 'REFUSED'] as const;
const flags = ['turned-away', 'many-persons'] as const;
const place = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be `next` of the page before')
  .transform(Number)
  .pipe(z.int())
  .optional()
  .describe('`next` of the page before');
const paging = { after: place, limit: limit(200, 50) };
const days = {
  from: civilDate.optional().describe('Since this day (inclusive), in Asia/Shanghai'),
  to: civilDate.optional().describe('Until this day (inclusive)'),
};
const looksAlone = {
  record: record.optional().describe('Looks at this record, and at lists and files that showed it'),
  action: z.enum(Object.keys(actions) as [ActionName, ...ActionName[]]).optional(),
  outcome: z.enum(outcomes).optional(),
  ...days,
  ...paging,
};

export const looksQuery = z.strictObject({
  person: person
    .optional()
    .describe('Looks at this person, under any of their identities, at their parts in cases, and at lists and files that showed one of these'),
  user: user.optional().describe('Looks by this user'),
  words: z.string().min(1).max(100).optional().describe('Lists that were searched for exactly these words'),
  ...looksAlone,
});
export const ownLooksQuery = z.strictObject(looksAlone);

const count = z.int().nonnegative();
export const look = z.strictObject({
  id: z.int().positive(),
  at: instant,
  by: actor,
  action: z.string(),
  subject: z.string().nullable().describe('The record that was asked for; null where it was a list or a search'),
  purpose: z.string().nullable(),
  outcome: z.enum(outcomes).describe('NOTHING: there was no such record, or none that is shown to this user. REFUSED: it is not for this role'),
  requestId: z.string(),
  route: z.string().nullable(),
  query: z.record(z.string(), z.string()).describe('What was asked. Words that were typed are kept as a keyed hash, beginning with hmac:'),
  shownCount: count.describe('How many records the answer named'),
  shown: z.array(z.string()).describe('The first 50 of them'),
});
export const looks = z.strictObject({ items: z.array(look), next: z.string().nullable() });

const MOST_DAYS = 31;
export const looksSummaryQuery = z
  .strictObject({
    from: civilDate.optional().describe('The first day. Left out: that of `to`'),
    to: civilDate.optional().describe('The last day. Left out: today in Asia/Shanghai'),
    user: user.optional(),
    after: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d [^]{1,80}$/, 'must be `next` of the page before')
      .refine((text) => civilDate.safeParse(text.slice(0, 10)).success, { error: 'must be `next` of the page before' })
      .optional()
      .describe('`next` of the page before'),
    limit: limit(500, 200),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || (from <= to && Date.parse(to) - Date.parse(from) < MOST_DAYS * 86_400_000), {
    error: `must be at most ${MOST_DAYS} days, the first before the last`,
    path: ['from'],
  });

export const looksSummary = z.strictObject({
  from: civilDate,
  to: civilDate,
  flags: z
    .strictObject({ turnedAway: count, persons: count })
    .describe('What is conspicuous: more than so many looks in ten minutes that were refused or found nothing; more than so many persons in a day'),
  reviews: z
    .strictObject({ waiting: count, overdue: count })
    .describe('Access taken in an emergency that nobody has reviewed, and how much of it should have been by now'),
  days: z
    .array(
      z.strictObject({
        day: civilDate,
        user: z.string(),
        looks: count,
        shown: count,
        persons: count.describe('Different persons among what was asked for and what was shown'),
        refused: count,
        nothing: count,
        breakGlass: count,
        turnedAway: count.describe('The most in any ten minutes'),
        flags: z.array(z.enum(flags)),
      }),
    )
    .describe('One for each user and day with a look, the newest day first'),
  next: z.string().nullable(),
});
