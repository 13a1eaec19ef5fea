import { z } from 'zod';

export const limit = (most: number, usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/, `must be a number from 1 to ${most}`)
    .transform(Number)
    .pipe(z.int().min(1).max(most, `must be at most ${most}`))
    .optional()
    .describe(`At most so many, 1 to ${most}. Left out: ${usual}`);
/** Pages of lists: `limit` lines after the place that `next` of the page before named. */
export const paging = { after: z.string().min(1).max(200).optional().describe('`next` of the page before'), limit: limit(200, 50) };
/** Yes or no in a query. */
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .pipe(z.boolean())
  .optional();
/** As `paging`, of lists that also tell how many there are. */
export const countedPaging = {
  ...paging,
  isCounted: flag.describe('Whether the answer tells how many there are with these filters: `total`'),
};
