import * as fs from 'node:fs';
import { join } from 'node:path';
import { type JWK, exportJWK, generateKeyPair } from 'jose';
import { makeOnce } from '@casetrail/runtime';

export const ALGORITHM = 'ES256';

/** The key that signs the tokens of this installation, made once and kept at home. */
export async function signingKey(home: string): Promise<JWK> {
  const file = join(home, 'login.jwk');
  if (!fs.existsSync(file)) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    makeOnce(file, JSON.stringify({ ...(await exportJWK(privateKey)), alg: ALGORITHM, use: 'sig' }));
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as JWK;
}
