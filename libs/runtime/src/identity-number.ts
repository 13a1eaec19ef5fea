import { createHmac } from 'node:crypto';
import { type CivilDate, type PersonId, civilDate } from '@casetrail/domain';
import type { Config } from './config.ts';
import { readKey } from './key-file.ts';

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

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID_LENGTH = 26;

/** The person stream of a keyed hash: the same identity number always leads to the same person, and nobody without the key can tell which. */
export function personIdOf(idHash: string): PersonId {
  if (!/^[0-9a-f]{64}$/.test(idHash)) throw new Error('A keyed hash of an identity number has 64 hexadecimal digits.');
  let bits = BigInt(`0x${idHash.slice(0, 32)}`);
  let ulid = '';
  for (; ulid.length < ULID_LENGTH; bits >>= 5n) ulid = crockford[Number(bits & 31n)] + ulid;
  return `person-${ulid}` as PersonId;
}

/**
 * Makes the function that turns identity numbers into keyed hashes (HMAC-SHA-256, 64 hexadecimal digits), which is all an event may hold.
 * Without the key, the possible numbers could simply be tried. Lose it, and a known person can no longer be found by number:
 * outside production a missing one is made once, in production somebody has to.
 */
export function identityHasher({ idHashKeyFile, isProduction }: Pick<Config, 'idHashKeyFile' | 'isProduction'>): (id: IdentityNumber) => string {
  const key = readKey(idHashKeyFile, !isProduction);
  return ({ number }) => createHmac('sha256', key).update(`CN-RESIDENT-ID:${number}`).digest('hex');
}
