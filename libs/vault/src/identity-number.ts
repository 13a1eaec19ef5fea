import { createHmac, hkdfSync } from 'node:crypto';
import { type CivilDate, civilDate } from '@casetrail/domain';

/** What each of the first 17 digits counts for, and the check characters by remainder: GB 11643-1999, ISO 7064 MOD 11-2. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';
const EARLIEST_BIRTH = '1850-01-01';

/** A resident identity number that can exist: its check character and its date of birth are right. */
export type IdentityNumber = { readonly number: string; readonly bornOn: CivilDate };

/** The check character of the first 17 digits. */
export const checkCharacterOf = (digits: string): string =>
  checkCharacters[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11] as string;

/** Reads an identity number as people write it. Throws, without repeating the number, when it cannot be one. */
export function parseIdentityNumber(text: string, today: CivilDate): IdentityNumber {
  const number = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) throw new Error('A resident identity number has 17 digits and a check character.');
  if (number[17] !== checkCharacterOf(number)) throw new Error('The check character of the resident identity number does not match its digits.');
  const bornOn = civilDate.safeParse(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
  if (!bornOn.success || bornOn.data < EARLIEST_BIRTH || bornOn.data > today)
    throw new Error('The resident identity number holds a date of birth that cannot be.');
  return { number, bornOn: bornOn.data };
}

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
