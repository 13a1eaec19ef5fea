import { createHmac, hkdfSync } from 'node:crypto';
import type { IdentityNumber } from '@casetrail/domain';

/** What is kept of identity numbers so that they are found again, and of requests so that they are known again: keyed hashes, of which nothing follows without the key. */
export type KeyedHashes = {
  /** The blind index of a number. In a table of the vault, where it can be deleted, and nowhere else. */
  readonly blind: (id: Pick<IdentityNumber, 'number'>) => Buffer;
  /** Stands for personal data in the fingerprint of a request. */
  readonly fingerprint: (text: string) => string;
};

/**
 * HMAC-SHA-256. There are so few possible numbers that, with the key, all could be tried: it stands in a file of its own, apart from the database. Lose it,
 * and nobody is found by number any more.
 */
export function keyedHashes(key: Buffer): KeyedHashes {
  const forRequests = Buffer.from(hkdfSync('sha256', key, '', 'casetrail-request-fingerprint', 32));
  return {
    blind: ({ number }) => createHmac('sha256', key).update(`CN-RESIDENT-ID:${number}`).digest(),
    fingerprint: (text) => createHmac('sha256', forRequests).update(text).digest('hex'),
  };
}
