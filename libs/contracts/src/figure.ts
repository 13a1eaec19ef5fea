import { z } from 'zod';
import { areas, civilDate, correctionKinds, district, districtCodes, month, ruleSetNames, stepNames } from '@casetrail/domain';
import { paging } from './paging.ts';

export const inTwoLanguages = z.strictObject({ zh: z.string(), en: z.string() });
const count = z.int().nonnegative();
export const eventId = z.string().describe('{stream}@{version}');
export const position = z.int().nonnegative();

/** A ledger position, or a day: what was known at its end, in Asia/Shanghai. */
export const knownAt = z
  .string()
  .refine((text) => /^(0|[1-9]\d{0,14})$/.test(text) || civilDate.safeParse(text).success, {
    error: 'must be a ledger position like 1200, or a date like 2020-04-08',
  })
  .describe('What was known: a ledger position, or the end of a day. Left out: everything counted so far');

export const asOf = civilDate.describe('What was true on this day (inclusive). Left out: today in Asia/Shanghai');
const reading = { asOf: asOf.optional(), knownAt: knownAt.optional() };
export const ruleSet = z.enum(ruleSetNames).describe('Under which rules. Left out: v1. v1-gross lets a withdrawn prosecution stay');
export const figuresQuery = z.strictObject({ ...reading, district: district.optional(), ruleSet: ruleSet.optional() });
const step = z
  .enum(stepNames)
  .describe(
    'Instead of what the figure counts: what one step of its waterfall is made of. gross: what ordinary acts amount to. Else the kind and the type of a line',
  );
export const factsQuery = z.strictObject({ ...figuresQuery.shape, step: step.optional(), ...paging });
export const whitePaperQuery = z.strictObject({
  ...figuresQuery.shape,
  format: z.enum(['json', 'md', 'html']).optional(),
  lang: z.enum(['zh', 'en']).optional(),
});
/** What was true of one record on a day, as known at a position. */
export const countedQuery = z.strictObject(reading);
export const previewQuery = z.strictObject({ asOf: asOf.optional() });
export const bulletinQuery = z.strictObject({ month, knownAt: knownAt.optional() });
export const reportQuery = z.strictObject({
  quarter: z.string().regex(/^20\d\d-Q[1-4]$/, 'must be a quarter like 2019-Q4'),
  knownAt: knownAt.optional(),
});
/** Where an answer stands: on both axes of time, and under which rules. */
const standing = {
  asOf: civilDate,
  knownAt: z.strictObject({ position: position.describe('The ledger position that was known'), recordedOn: civilDate.optional() }),
  countedTo: position.describe('How far the figures were counted when this was read'),
  ruleSet: z.string().describe('The counting rules by name'),
  synthetic: z.boolean().describe('True in a demo ledger: nothing of it ever happened'),
  district: district.optional(),
  releasedOn: civilDate
    .optional()
    .describe(
      'The figures of the discipline organs are those that were released for this day: changes of fewer than five are not published separately. Left out in answers to these organs, and where there is none of these figures',
    ),
};
const isSuppressed = z.literal(true).optional().describe('Not disclosed to who asks: it could tell of fewer than five');

const interval = z.strictObject({ min: count, max: count }).describe('What it would be if every identity match still marked unsure were right, or wrong');

export const figureValue = z.strictObject({
  id: z.string(),
  isPrinted: z.boolean().describe('False for figures that only explain, divide or check a printed one'),
  name: inTwoLanguages,
  value: count.nullable().describe('Units, fen, or the numerator of a rate. Null: not published separately'),
  isSuppressed,
  of: count.optional().describe('The denominator of a rate'),
  printed: inTwoLanguages.describe('As the paper prints it'),
  unit: z.string().describe('What is counted'),
  measureWord: z.string(),
  owner: z.string(),
  area: z.string(),
  kind: z.enum(['computed', 'reported', 'register', 'rate']),
  fact: z.enum(['stage', 'standing', 'stock', 'flow']),
  version: z.int().positive().describe('The version of its counting rule'),
  rule: inTwoLanguages,
  scopeStart: civilDate.optional(),
  companion: z.strictObject({ id: z.string(), value: count }).optional().describe('The figure that counts the same acts by occurrence'),
  interval: interval.optional(),
});
const monthlyRate = z.strictObject({ month, numerator: count, denominator: count });
export const figures = z.strictObject({ ...standing, figures: z.array(figureValue) });
export const figureAlone = z.strictObject({
  ...standing,
  figure: figureValue,
  series: z
    .array(
      z.strictObject({
        month,
        value: count.nullable(),
        of: count.optional(),
        inTime: z
          .int()
          .optional()
          .describe('Of what the month changed: what was recorded by its end. The rest was entered later. Left out: of rates, and where it is not disclosed'),
      }),
    )
    .describe('Its value at the end of each month, the last at the day asked for'),
  months: z.array(monthlyRate).optional().describe('A monthly rate, month by month'),
});

const edge = z.strictObject({ position, event: eventId });
export const cause = z.strictObject({
  event: eventId,
  type: z.string(),
  kind: z.enum(correctionKinds).optional().describe('The kind of correction; none is an ordinary act'),
  position,
  occurredOn: civilDate,
  recordedAt: z.string(),
});
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
export const sealedUnit = z
  .strictObject({ isSealed: z.literal(true), amount: z.literal(1) })
  .describe('One of those that a figure of the discipline organs counts, for everybody else: that it counts, and nothing more');
const steppedUnit = z
  .strictObject({
    unit: z.string().describe('What is counted once. Persons are counted down from the units of their companion figure, but for identities (K11)'),
    amount: z.int().describe('For how much more, or less, it counts since then'),
    cause,
  })
  .describe('What an event of the step that was asked for changed of one unit; all of them add up to the step');
export const facts = z.strictObject({
  ...standing,
  figure: z.string(),
  facts: z.array(z.union([fact, steppedUnit, sealedUnit])),
  isSuppressed,
  next: z.string().optional(),
});
export const countedPerson = z.strictObject({
  ...standing,
  person: z.string(),
  counted: z
    .array(z.strictObject({ figure: z.string(), name: inTwoLanguages, facts: z.array(fact) }))
    .describe('The figures of persons that count this person, under which identity, and why'),
});
const moved = { figure: z.string(), name: inTwoLanguages, isPrinted: z.boolean(), before: z.int(), change: z.int(), after: z.int() };
export const correctionEffect = z.strictObject({
  ...standing,
  correction: z.string(),
  changes: z
    .array(
      z.strictObject({
        ...moved,
        steps: z.array(z.enum(stepNames)).describe('The steps of its waterfall that the change stands in, as far as a difference tells'),
      }),
    )
    .describe('Figures that it moved: from what they were right before it was approved; none where nothing that is counted changed'),
});
export const preview = z.strictObject({
  ...standing,
  correction: z.string(),
  changes: z
    .array(z.strictObject({ ...moved, districts: z.partialRecord(z.enum(districtCodes), z.int()) }))
    .describe('Figures that would move; none where nothing that is counted changes'),
});
const appearances = { hearings: count, declared: count, attended: count, rate: inTwoLanguages };
const ofDistrict = z.strictObject({ district: z.enum(districtCodes), ...appearances });
export const bulletin = z.strictObject({ ...standing, month, ...appearances, districts: z.array(ofDistrict) });
export const appearanceReport = z.strictObject({
  ...standing,
  quarter: z.string(),
  ...appearances,
  isRising: z.boolean().describe('Whether the rate rose every month of the quarter'),
  months: z.array(z.strictObject({ month, ...appearances })),
  districts: z.array(ofDistrict),
});

export const waterfall = z.strictObject({
  ...standing,
  figure: z.string(),
  isSuppressed,
  gross: z.int().nullable().describe('What ordinary acts amount to. Null: not disclosed'),
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
  value: count.nullable().describe('All lines together. Null: not published separately'),
});

const annexRow = z.strictObject({
  id: z.string(),
  name: inTwoLanguages,
  owner: inTwoLanguages,
  rule: z.string().describe('The counting rule and its version: F05@1'),
  measureWord: z.string(),
  gross: z.int().nullable().describe('Null: of a figure of the discipline organs no step is disclosed'),
  adjustments: z.partialRecord(z.enum([...correctionKinds, 'REPEAT']), z.int()),
  personTimes: count.optional(),
  net: count.nullable(),
  of: count.optional(),
  interval: interval.optional(),
});
const check = z.strictObject({
  name: z.string(),
  says: inTwoLanguages,
  left: z.int(),
  relation: z.enum(['=', '≤']),
  right: z.int(),
  holds: z.boolean(),
  exception: z.string().optional().describe('The signed exception that explains why it need not hold'),
});
export const whitePaper = z.strictObject({
  ...standing,
  language: z.enum(['zh', 'en']),
  paragraphs: z.array(
    z.strictObject({
      id: z.string(),
      area: z.enum(Object.keys(areas) as [keyof typeof areas]).optional(),
      text: z.string(),
      parts: z
        .array(z.strictObject({ text: z.string(), figure: z.string().optional().describe('The figure that is printed here') }))
        .describe('The same text, with each number on its own'),
    }),
  ),
  values: z.record(z.string(), count.nullable()),
  months: z.array(monthlyRate),
  annex: z.array(annexRow).describe('One row per figure: rule, owner, and the way from gross to what is printed'),
  checks: z.array(check).describe('The equations that must hold before a paper is published. Of the whole city only'),
  isPublishable: z.boolean().describe('False while anything blocks it'),
  blockedBy: z
    .array(z.strictObject({ kind: z.enum(['check-fails', 'projector-stopped', 'projector-behind']), name: z.string(), reason: z.string() }))
    .describe('What keeps it from being published: checks that fail without a signed exception, read models that have stopped or are behind the ledger'),
});

/** One line of the ledger as it is exported: `event` holds the stored bytes as they are, and `hash` is their SHA-256. */
