import { webcrypto } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';
import { type Actor, actor } from '@casetrail/domain';
import type { Verified } from './access/verified-tokens.ts';
import type { Config } from './config.ts';
import { readKey } from './key-file.ts';

export const DEVELOPMENT_ISSUER = 'casetrail-development';
const AUDIENCE = 'casetrail';
const ALGORITHM = 'HS256';
const VALID_FOR = '30 days';
const SECOND = 1000;

export type DevelopmentTokens = {
  issueToken(who: Actor): Promise<string>;
  /** Who acts, according to a token. Rejects with an error of jose when it is forged, expired or meant for something else. */
  verifyToken(token: string): Promise<Verified<Actor>>;
};

/**
 * Tokens for trying things out without an identity provider: they say who acts, signed with a key that only this installation has.
 * Throws in production, unless CASETRAIL_ALLOW_DEVELOPMENT_TOKENS=1 says that this is a demonstration.
 */
export function developmentTokens({ developmentTokens: { keyFile, allowed } }: Pick<Config, 'developmentTokens'>): DevelopmentTokens {
  if (!allowed) throw new Error('Development tokens are for development: in production, use an OpenID Connect issuer.');
  const bytes = readKey(keyFile, true);
  let imported: Promise<webcrypto.CryptoKey> | undefined; // once, and not for each token
  const key = () => (imported ??= webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']));
  return {
    async issueToken(who) {
      const { user, ...claims } = actor.parse(who);
      const token = new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' }).setSubject(user);
      return token
        .setIssuer(DEVELOPMENT_ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(VALID_FOR)
        .sign(await key());
    },
    async verifyToken(token) {
      const { payload } = await jwtVerify(token, await key(), {
        issuer: DEVELOPMENT_ISSUER,
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'sub'],
      });
      const says = actor.parse({ user: payload.sub, role: payload['role'], org: payload['org'], district: payload['district'] });
      return { says, until: (payload.exp as number) * SECOND };
    },
  };
}
