import { type CivilDate, civilDate } from '../kernel/civil-date.ts';

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
