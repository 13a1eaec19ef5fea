import { z } from 'zod';
import { civilDate, correctionKinds, differenceCellNames, differenceSteps } from '@casetrail/domain';
import { asOf, cause, inTwoLanguages, knownAt, position, ruleSet } from './figure.ts';
import { paging } from './paging.ts';

const form = { format: z.enum(['json', 'md']).optional(), lang: z.enum(['zh', 'en']).optional() };
const points = {
  fromAsOf: civilDate.describe('The day of the one point'),
  fromKnownAt: knownAt.optional(),
  fromRuleSet: ruleSet.optional(),
  toAsOf: asOf.optional(),
  toKnownAt: knownAt.optional(),
  toRuleSet: ruleSet.optional(),
};
export const differenceQuery = z.strictObject(form);
export const differenceUnitsQuery = z.strictObject(paging);
export const pointsQuery = z.strictObject({ ...points, ...form });
export const pointsUnitsQuery = z.strictObject({ ...points, ...paging });

const point = z.strictObject({
  publication: z.string().optional(),
  asOf: civilDate,
  knownAt: z.strictObject({ position, recordedOn: civilDate.optional() }),
  ruleSet: z.string(),
});
const between = {
  from: point,
  to: point,
  countedTo: position.describe('How far the figures were counted when this was read'),
  synthetic: z.boolean().describe('True in a demo ledger: nothing of it ever happened'),
};
const kind = z.enum(correctionKinds).optional().describe('The kind of correction; none is an ordinary act');
const step = z.enum(differenceSteps).describe('rule: counted by another rule. knowledge: the same day, better known. time: what came true in the days between');
const side = z.strictObject({
  rule: z.string().describe('The figure whose rule the rule set chose'),
  version: z.int().positive().describe('The version of that rule'),
  value: z.int().describe('As it was printed; for a point that is no publication, as it is counted'),
  counted: z.int().describe('What the rule in force counts at that point'),
  state: z
    .enum(['counted', 'follows', 'does-not-follow', 'other-rule'])
    .describe('follows: what was printed follows from the ledger. other-rule: it was counted under another version of the rule'),
});
const cell = z.strictObject({
  cell: z.enum(differenceCellNames),
  name: inTwoLanguages,
  change: z.int(),
  restates: z.int().describe('The part that changes what is true of the older day'),
  units: z.int().nonnegative().describe('How many units and events it opens to'),
  lines: z.array(z.strictObject({ type: z.string().optional(), kind, step, change: z.int() })).describe('By the type of the events that did it'),
});
export const difference = z.strictObject({
  ...between,
  figures: z
    .array(
      z.strictObject({
        figure: z.string(),
        name: inTwoLanguages,
        isPrinted: z.boolean().describe('False for the denominator of a rate'),
        from: side,
        to: side,
        change: z.int(),
        cells: z.array(cell).describe('Together they are the change; a figure without cells did not move'),
        residual: z.int().describe('What no event explains: 0, unless a printed value does not follow from the ledger'),
        state: z.enum(['explained', 'does-not-follow']),
        isSuppressed: z
          .literal(true)
          .optional()
          .describe('A figure of the discipline organs, for everybody else: its values are those that were released, its cells are not disclosed'),
      }),
    )
    .describe('Every printed figure, each followed by its denominator'),
});
export const differenceUnits = z.strictObject({
  ...between,
  figure: z.string(),
  cell: z.enum(differenceCellNames),
  units: z.array(
    z.strictObject({
      unit: z.string().describe('What is counted once: a group, a case, a person'),
      change: z.int(),
      before: z.int().describe('For how much it counts at the one point'),
      after: z.int().describe('And at the other'),
      step,
      cause,
    }),
  ),
  next: z.string().optional(),
});
