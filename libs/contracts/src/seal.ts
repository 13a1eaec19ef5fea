import { z } from 'zod';

const number = (what: string, pattern: RegExp) => z.string().regex(pattern, `must be ${what}`).transform(Number).pipe(z.int());
const ABOVE_ZERO = /^[1-9]\d{0,14}$/;
const treeSize = number('a number of events like 1200', ABOVE_ZERO);
const size = treeSize.optional().describe('Of how many events the tree is. Left out: as many as the newest checkpoint covers');

export const ledgerPosition = number('a ledger position like 1200', ABOVE_ZERO);
export const inclusionQuery = z.strictObject({ position: ledgerPosition.describe('The position of the event'), size });
export const consistencyQuery = z.strictObject({ from: treeSize.describe('Of how many events the smaller tree is'), size });

const hash = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .describe('32 bytes in Base64');
const proof = z.array(hash).describe('RFC 6962, from the leaf up');
const checkpoint = z.string().nullable().describe('The signed checkpoint of this size, where there is one');

export const inclusionProof = z.strictObject({
  position: z.int().positive(),
  index: z.int().nonnegative().describe('Of the leaf: position - 1'),
  size: z.int().positive(),
  leaf: z.string().describe('What is in the tree of this event: its position, its recorded time, and the SHA-256 of its stored bytes'),
  leafHash: hash,
  proof,
  root: hash.describe('Of the tree of `size`. Only a signature makes it worth something'),
  checkpoint,
});
export const consistencyProof = z.strictObject({
  from: z.int().positive(),
  size: z.int().positive(),
  proof,
  fromRoot: hash.describe('Of the tree of `from`'),
  root: hash.describe('Of the tree of `size`'),
  checkpoint,
});
