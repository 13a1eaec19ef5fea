import * as fs from 'node:fs';
import { type KeyWrapper, type KeyedHashes, aesKeyWrapper, keyedHashes, newerAndOlder } from '@casetrail/vault';
import { type Config, ConfigError } from './config.ts';
import { readKey } from './key-file.ts';

type Keys = Pick<Config, 'vault' | 'idHashKeyFile' | 'isProduction'>;
const MASTER_KEY_BYTES = 32;
const OTHERS = 0o077;

/**
 * The keys of the vault: the master key that wraps those of persons, with the one before it where that is still there, and the key of the blind index.
 * Each is a file outside the database. Outside production a missing one is made once.
 * @throws ConfigError where there is no master key, it is none, or others than its owner may read it
 */
export function openVaultKeys({ vault, idHashKeyFile, isProduction }: Keys): { readonly wrapper: KeyWrapper; readonly hashes: KeyedHashes } {
  const newer = aesKeyWrapper(masterKey('CASETRAIL_VAULT_KEY_FILE', vault.keyFile, !isProduction));
  const wrapper =
    vault.oldKeyFile === undefined ? newer : newerAndOlder(newer, aesKeyWrapper(masterKey('CASETRAIL_VAULT_OLD_KEY_FILE', vault.oldKeyFile, false)));
  return { wrapper, hashes: keyedHashes(readKey(idHashKeyFile, !isProduction)) };
}

function masterKey(variable: string, path: string, mayBeMade: boolean): Buffer {
  const wrong = (message: string) => new ConfigError([{ variable, message }]);
  if (!mayBeMade && !fs.existsSync(path))
    throw wrong(`names ${path}, where there is no master key of the vault. Make one, once for all machines, and keep it apart from every backup.`);
  const key = readKey(path, mayBeMade);
  if (key.length !== MASTER_KEY_BYTES) throw wrong(`names ${path}, which must hold ${MASTER_KEY_BYTES} bytes in hexadecimal`);
  if (process.platform !== 'win32' && (fs.statSync(path).mode & OTHERS) !== 0)
    throw wrong(`names ${path}, which others may read: its mode must be 0600 or 0400`);
  return key;
}
