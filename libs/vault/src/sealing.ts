import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PersonId, PersonalField } from '@casetrail/domain';

/** Where a sealed value belongs: it opens nowhere else. */
export type Place = { readonly person: PersonId; readonly field: PersonalField; readonly version: number };
export type Value = string | readonly string[];

/** What was sealed cannot be opened. Whether it was erased, the record of the destruction tells; without one this is an alarm. Names no value and no key. */
export class Unreadable extends Error {
  constructor(
    readonly place: Partial<Place>,
    readonly why: 'missing' | 'key' | 'wrapping-key' | 'commitment' | 'content',
  ) {
    super(`What is sealed of ${[place.person, place.field, place.version].filter((part) => part !== undefined).join(' ')} cannot be read: ${why}`);
    this.name = 'Unreadable';
  }
}

export const KEY_BYTES = 32;
const SALT = 12;
const COMMITMENT = 32;
const TAG = 16;
const HEAD = SALT + COMMITMENT + TAG;

const derived = (key: Buffer, salt: Buffer, info: string): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, KEY_BYTES));
const belongsTo = ({ person, field, version }: Place): Buffer => Buffer.from(JSON.stringify(['casetrail-vault/v1', person, field, version]));

/**
 * Seals a value: AES-256-GCM under a key derived for this value alone, bound to its place. GCM does not commit to its key (one ciphertext can be made
 * that opens to two stories under two keys), so a commitment to the key stands in front. Stored: salt, commitment, tag, ciphertext.
 */
export function seal(key: Buffer, place: Place, value: Value): Buffer {
  const salt = randomBytes(SALT);
  const cipher = createCipheriv('aes-256-gcm', derived(key, salt, 'casetrail-vault-encrypt'), salt).setAAD(belongsTo(place));
  const content = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([salt, derived(key, salt, 'casetrail-vault-commit'), cipher.getAuthTag(), content]);
}

/** @throws Unreadable where the key, the place or a bit is another one */
export function open(key: Buffer, place: Place, sealed: Buffer): Value {
  if (sealed.length <= HEAD) throw new Unreadable(place, 'content');
  const salt = sealed.subarray(0, SALT);
  if (!timingSafeEqual(derived(key, salt, 'casetrail-vault-commit'), sealed.subarray(SALT, SALT + COMMITMENT))) throw new Unreadable(place, 'commitment');
  const decipher = createDecipheriv('aes-256-gcm', derived(key, salt, 'casetrail-vault-encrypt'), salt, { authTagLength: TAG });
  decipher.setAAD(belongsTo(place)).setAuthTag(sealed.subarray(SALT + COMMITMENT, HEAD));
  try {
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(HEAD)), decipher.final()]).toString('utf8')) as Value;
  } catch {
    throw new Unreadable(place, 'content'); // what the cipher says of it helps nobody
  }
}
