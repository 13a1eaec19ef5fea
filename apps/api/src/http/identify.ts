import { decodeJwt, errors } from 'jose';
import type { Pool } from 'pg';
import { ZodError } from 'zod';
import type { Actor } from '@casetrail/domain';
import { Gathering } from '@casetrail/ledger';
import {
  type Config,
  ConfigError,
  DEVELOPMENT_ISSUER,
  type Identity,
  type Verified,
  accessTokens,
  developmentTokens,
  officeName,
  officesOf,
  verifiedOnce,
} from '@casetrail/runtime';
import { fewAtOnce } from './access.ts';
import type { VerifyToken } from './authentication.guard.ts';
import { Problem } from './problem.ts';

/**
 * Tells who acts. A token of the issuer says who somebody is, and the database which office they hold at this moment. Where development tokens are allowed, such
 * a token says both.
 * @throws ConfigError where no token at all would be accepted
 */
export function identify(config: Pick<Config, 'developmentTokens' | 'oidc'>, pool: Pool): VerifyToken {
  const development = config.developmentTokens.allowed ? developmentTokens(config) : undefined;
  const verifyAccessToken = config.oidc && accessTokens(config.oidc);
  if (!development && !verifyAccessToken)
    throw new ConfigError([{ variable: 'OIDC_ISSUER', message: 'must be set in production: an OpenID Connect issuer says who somebody is' }]);

  const offices = new Gathering<Identity, readonly Actor[]>({ answer: (identities) => officesOf(pool, identities), fit: fewAtOnce, lanes: 1 });
  const saidBy = verifiedOnce(async (token): Promise<Verified<Actor | Identity>> => {
    if (development && claimedIssuer(token) === DEVELOPMENT_ISSUER) return development.verifyToken(token).catch(refuse);
    if (!verifyAccessToken) throw invalidToken();
    return verifyAccessToken(token).catch(refuse);
  });

  return async (token, office) => {
    const who = await saidBy(token);
    return 'role' in who ? who : inOffice(await offices.ask(who), office);
  };
}

/** Only to choose who verifies the token. Nothing of it is believed before that. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

const invalidToken = () =>
  new Problem('authentication/invalid-token', undefined, { headers: { 'www-authenticate': 'Bearer realm="casetrail", error="invalid_token"' } });

/** Whatever is wrong with a token, the answer is the same: whoever tries out tokens learns nothing. What is not about the token goes on. */
function refuse(error: unknown): never {
  throw error instanceof errors.JOSEError || error instanceof ZodError ? invalidToken() : error;
}

function inOffice(offices: readonly Actor[], named: string | undefined): Actor {
  if (named === undefined && offices.length > 1)
    throw new Problem('authentication/office-required', undefined, { details: { offices: offices.map(officeName) } });
  const office = named === undefined ? offices[0] : offices.find((one) => officeName(one) === named);
  if (!office) throw new Problem('authentication/no-office');
  return office;
}
