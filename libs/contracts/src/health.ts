import { z } from 'zod';

const check = z.strictObject({ ok: z.boolean(), detail: z.string().optional() });
const readModel = z.strictObject({
  ok: z.boolean(),
  position: z.int().nonnegative(),
  lag: z.int().nonnegative().describe('Positions it is behind the ledger'),
  detail: z.string().optional(),
});

const seal = z.strictObject({
  ok: z.boolean(),
  state: z.enum(['none', 'sealed', 'behind', 'refused']).describe('refused: the ledger does not continue what was signed; `reason` says how'),
  size: z.int().nonnegative().describe('How many events are sealed'),
  signedAt: z.string().optional(),
  ageSeconds: z.int().nonnegative().describe('How long ago the oldest event was recorded that is not sealed; 0 where all are'),
  reason: z.string().optional(),
});

/** Whether the process can do its work. It answers 503 with the same body when it cannot. */
export const health = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  database: check,
  ledger: z.strictObject({ ok: z.boolean(), position: z.int().nonnegative(), isAppendOnly: z.boolean() }),
  readModels: z.record(z.string(), readModel),
  seal,
});
export const live = z.strictObject({ status: z.literal('ok') });
