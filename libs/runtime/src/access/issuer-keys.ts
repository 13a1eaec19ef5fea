import { type JWTVerifyGetKey, createRemoteJWKSet, errors } from 'jose';
import { z } from 'zod';

const WITHIN_MS = 5_000;
/** A key that is not known is looked for again, but not at every request: whoever sends tokens of invented keys must not make us ask the issuer each time. */
const COOL_DOWN_MS = 30_000;
const TRY_AGAIN_AFTER_MS = 2_000;

/** The issuer does not show its keys: whether a token is valid cannot be told. */
export class IssuerUnavailable extends Error {
  constructor(issuer: string, cause: unknown) {
    super(`The keys of ${issuer} cannot be fetched.`, { cause });
    this.name = 'IssuerUnavailable';
  }
}

/** HTTPS, or a server on this very machine. */
export const isTrustworthy = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
};

const metadata = z.object({ issuer: z.string(), jwks_uri: z.string().refine(isTrustworthy) });

/** OpenID Connect Discovery 1.0, section 4: the issuer says where its keys are, and must be the one that was asked. */
async function discovered(issuer: string) {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  const found = metadata.parse(await answer.json());
  if (found.issuer !== issuer) throw new Error(`${address} is of another issuer`);
  return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: WITHIN_MS, cooldownDuration: COOL_DOWN_MS });
}

/** The keys of one issuer and of nobody else, fetched when the first token comes. What a token says of where its key is, is not listened to. */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let keys: ReturnType<typeof discovered> | undefined;
  let failedAt: number | undefined;

  const discover = () => {
    if (failedAt !== undefined && performance.now() - failedAt > TRY_AGAIN_AFTER_MS) keys = failedAt = undefined;
    keys ??= discovered(issuer).catch((error: unknown) => {
      failedAt = performance.now();
      throw error;
    });
    return keys;
  };

  return async (header, token) => {
    try {
      return await (
        await discover()
      )(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new IssuerUnavailable(issuer, error);
    }
  };
}
