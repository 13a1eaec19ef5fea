import { hash } from 'node:crypto';

/** What is sealed of an event. */
export type Sealed = { readonly position: number; readonly recordedAt: Date | string; readonly hash: Buffer };

/**
 * The leaf of an event: its place, the time at which it was recorded and the SHA-256 of its bytes, which hold the stream and the version. So a leaf
 * tells nobody what was recorded, and the tree can be shown to everybody. Leaf number i is the event at position i + 1.
 */
export function leafOf({ position, recordedAt, hash }: Sealed): Buffer {
  const at = typeof recordedAt === 'string' ? recordedAt : recordedAt.toISOString();
  return Buffer.from(leafText(position, at, hash.toString('hex')));
}

const leafText = (position: number, recordedAt: string, hash: string) => `casetrail-leaf/v1\n${position}\n${recordedAt}\n${hash}\n`;

/** The hash of an event's leaf, in hexadecimal digits as `hash` is: for whoever hashes a whole ledger. The same as leafHash(leafOf(…)). */
export const leafDigest = (position: number, recordedAt: string, eventHash: string): string =>
  hash('sha256', `\0${leafText(position, recordedAt, eventHash)}`);
