import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonId } from '@casetrail/domain';
import { ConfigError } from './config.ts';
import { openVaultKeys } from './vault-keys.ts';

const home = mkdtempSync(join(tmpdir(), 'casetrail-vault-keys-'));
afterAll(() => rmSync(home, { recursive: true }));

const person = 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV' as PersonId;
const opened = (file: string, { isProduction = false, old }: { isProduction?: boolean; old?: string } = {}) =>
  openVaultKeys({
    vault: { keyFile: join(home, file), oldKeyFile: old && join(home, old), destroyedKeysFile: join(home, 'destroyed') },
    idHashKeyFile: join(home, 'id-hash.key'),
    isProduction,
  });

describe('the master key of the vault', () => {
  it('is made once outside production, and the same at the next start', () => expect(opened('made.key').wrapper.id).toBe(opened('made.key').wrapper.id));
  it('is never made in production', () => expect(() => opened('missing.key', { isProduction: true })).toThrow(ConfigError));
  it.each([0o640, 0o604])('is not used where others may read it: %o', (mode) => {
    const file = `read-${mode}.key`;
    opened(file);
    chmodSync(join(home, file), mode);
    expect(() => opened(file)).toThrow(/CASETRAIL_VAULT_KEY_FILE .*mode must be 0600 or 0400/);
  });
  it('may be for reading alone', () => {
    opened('alone.key');
    chmodSync(join(home, 'alone.key'), 0o400);
    expect(opened('alone.key', { isProduction: true }).wrapper.id).toMatch(/^[0-9a-f]{16}$/);
  });
  it('has 32 bytes', () => {
    writeFileSync(join(home, 'long.key'), 'ab'.repeat(33), { mode: 0o600 });
    expect(() => opened('long.key')).toThrow(ConfigError);
  });
  it('lets the one before it still unwrap', async () => {
    const key = Buffer.alloc(32, 7);
    const wrapped = await opened('older.key').wrapper.wrap(key, person);
    expect(await opened('newer.key', { old: 'older.key' }).wrapper.unwrap(wrapped, person)).toEqual(key);
    await expect(opened('newer.key').wrapper.unwrap(wrapped, person)).rejects.toMatchObject({ why: 'wrapping-key' });
  });
});
