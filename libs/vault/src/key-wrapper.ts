import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { PersonId } from '@casetrail/domain';
import { KEY_BYTES, Unreadable } from './sealing.ts';

export type WrappedKey = { readonly wrapped: Buffer; readonly wrappedBy: string };

/**
 * Wraps the keys of persons under a master key that the database never sees. Ours holds the master key in memory; one that asks a key management service
 * is another implementation of this.
 */
export interface KeyWrapper {
  /** Names the master key that wraps now; tells nothing of it. */
  readonly id: string;
  wrap(key: Buffer, person: PersonId): Promise<WrappedKey>;
  /** @throws Unreadable where another master key has wrapped it, or it is another person's */
  unwrap(wrapped: WrappedKey, person: PersonId): Promise<Buffer>;
}

const IV = 12;
const TAG = 16;

/** Wraps with AES-256-GCM under a master key of 32 bytes; what is wrapped for one person is nobody else's. */
export function aesKeyWrapper(master: Buffer): KeyWrapper {
  if (master.length !== KEY_BYTES) throw new Error(`A master key has ${KEY_BYTES} bytes.`);
  const id = createHmac('sha256', master).update('casetrail-vault-master-key').digest('hex').slice(0, 16);
  const bound = (person: PersonId) => Buffer.from(JSON.stringify(['casetrail-vault-key/v1', person, id]));
  return {
    id,
    async wrap(key, person) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', master, iv).setAAD(bound(person));
      return { wrapped: Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]), wrappedBy: id };
    },
    async unwrap({ wrapped, wrappedBy }, person) {
      if (wrappedBy !== id || wrapped.length !== IV + KEY_BYTES + TAG) throw new Unreadable({ person }, 'wrapping-key');
      const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, IV), { authTagLength: TAG }).setAAD(bound(person));
      decipher.setAuthTag(wrapped.subarray(-TAG));
      try {
        return Buffer.concat([decipher.update(wrapped.subarray(IV, -TAG)), decipher.final()]);
      } catch {
        throw new Unreadable({ person }, 'key');
      }
    },
  };
}

/** Wraps with the newer master key and still unwraps what the older one has wrapped: until everything is wrapped anew. */
export const newerAndOlder = (newer: KeyWrapper, older: KeyWrapper): KeyWrapper => ({
  id: newer.id,
  wrap: (key, person) => newer.wrap(key, person),
  unwrap: (wrapped, person) => (wrapped.wrappedBy === older.id ? older : newer).unwrap(wrapped, person),
});
