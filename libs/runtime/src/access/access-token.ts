import { type JWTVerifyGetKey, errors, jwtVerify } from 'jose';
import { issuerKeys } from './issuer-keys.ts';
import type { Verified } from './verified-tokens.ts';

/** Who somebody is: a subject is unique at its issuer only. */
export type Identity = { readonly issuer: string; readonly subject: string };
export type Issuer = { readonly issuer: string; readonly audience: string };

/** Signatures only: with a shared secret, everybody who can verify a token could make one. */
const ALGORITHMS = ['EdDSA', 'ES256', 'PS256'];
const CLOCKS_DIFFER_BY = '30 seconds';
const OLDEST = 3600; // seconds
const LONGEST_SUBJECT = 255;
const SECOND = 1000;

/**
 * Verifies access tokens (RFC 9068) of one issuer that are meant for us alone, and tells who somebody is. What else a token claims is not read: what somebody may
 * do stands in the database. Rejects with an error of jose where the token is not valid, with IssuerUnavailable where that cannot be told.
 */
export function accessTokens({ issuer, audience }: Issuer, keys: JWTVerifyGetKey = issuerKeys(issuer)): (token: string) => Promise<Verified<Identity>> {
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub'],
      maxTokenAge: OLDEST,
      clockTolerance: CLOCKS_DIFFER_BY,
    });
    const { aud, sub, exp, iat } = payload;
    if ([aud].flat().length !== 1) throw new errors.JWTClaimValidationFailed('the token is meant for others too', payload, 'aud', 'check_failed');
    if (typeof sub !== 'string' || sub.length < 1 || sub.length > LONGEST_SUBJECT)
      throw new errors.JWTClaimValidationFailed('"sub" must be 1 to 255 characters', payload, 'sub', 'invalid');
    return { says: { issuer, subject: sub }, until: Math.min(exp as number, (iat as number) + OLDEST) * SECOND };
  };
}
