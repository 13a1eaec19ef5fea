import * as fs from 'node:fs';
import { type NoteSigner, newSigningKey, signerOf } from '@casetrail/ledger';
import type { Config } from './config.ts';
import { makeOnce } from './key-file.ts';
import { assertPrivate } from './secret-files.ts';

/** The name of a ledger that nobody has named: outside production, by the city it is of. */
export const originOf = (city: string | undefined): string => (city ? `casetrail.local/${city}` : 'casetrail.local');

/**
 * The key that seals the ledger. Outside production a missing one is made once, under the origin that is configured, or else the one given here.
 * Undefined in production where there is none: another machine may be the one that signs, and a second key would sign a second history.
 * @throws Error where the file holds no such key, or that of another origin than the configured one; in production, where everybody may read it
 */
export function sealSigner({ seal, isProduction }: Pick<Config, 'seal' | 'isProduction'>, origin: string): NoteSigner | undefined {
  if (!fs.existsSync(seal.keyFile)) {
    if (isProduction) return undefined;
    makeOnce(seal.keyFile, newSigningKey(seal.origin ?? origin));
  }
  if (isProduction) assertPrivate(seal.keyFile);
  const signer = readSigner(seal.keyFile);
  if (seal.origin !== undefined && signer.name !== seal.origin) throw new Error(`The key in ${seal.keyFile} seals ${signer.name}, not ${seal.origin}.`);
  return signer;
}

function readSigner(path: string): NoteSigner {
  try {
    return signerOf(fs.readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof RangeError) throw new Error(`${path} holds no key that seals. "casetrail seal keygen" makes one.`, { cause: error });
    throw error;
  }
}
