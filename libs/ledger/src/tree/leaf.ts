/** What is sealed of an event. */
export type Sealed = { readonly position: number; readonly recordedAt: Date | string; readonly hash: Buffer };

/**
 * The leaf of an event: its place, the time at which it was recorded and the SHA-256 of its bytes, which hold the stream and the version. So a leaf
 * tells nobody what was recorded, and the tree can be shown to everybody. Leaf number i is the event at position i + 1.
 */
export function leafOf({ position, recordedAt, hash }: Sealed): Buffer {
  const at = typeof recordedAt === 'string' ? recordedAt : recordedAt.toISOString();
  return Buffer.from(`casetrail-leaf/v1\n${position}\n${at}\n${hash.toString('hex')}\n`);
}
