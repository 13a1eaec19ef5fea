import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Issuer } from './access/access-token.ts';
import { isTrustworthy } from './access/issuer-keys.ts';
import { type Granting, grantingFrom } from './access/settings.ts';
import { type Edge, count, depth, edgeFrom, headersKib, kib, proxies, rate, seconds, whole } from './edge.ts';
import { withSecrets } from './secret-files.ts';

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );
const port = z.coerce.number({ error: 'must be a port number' }).int('must be a port number').min(1, 'must be at least 1').max(65_535, 'must be at most 65535');
const hours = (most: number) => whole(1, most);
const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' }).transform((value) => value === '1');
/** A variable that is set to nothing counts as not set: that is how compose files pass on what they do not have. */
const unset = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema.optional());

const environment = z.object({
  NODE_ENV: optional(z.string()),
  DATABASE_URL: z.preprocess(unset, z.string({ error: 'must be set: postgres://user:password@host:5432/casetrail' }).pipe(url('postgres:', 'postgresql:'))),
  REDIS_URL: optional(url('redis:', 'rediss:')),
  HOST: optional(z.string()),
  PORT: optional(port),
  LOG_LEVEL: optional(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { error: 'must be trace, debug, info, warn, error, fatal or silent' }),
  ),
  CASETRAIL_HOME: optional(z.string()),
  CASETRAIL_DEVELOPMENT_TOKEN_KEY_FILE: optional(z.string()),
  CASETRAIL_ID_HASH_KEY_FILE: optional(z.string()),
  CASETRAIL_VAULT_KEY_FILE: optional(z.string()),
  CASETRAIL_VAULT_OLD_KEY_FILE: optional(z.string()),
  CASETRAIL_DESTROYED_KEYS_FILE: optional(z.string()),
  CASETRAIL_SEARCH_HASH_KEY_FILE: optional(z.string()),
  CASETRAIL_BREAK_GLASS_HOURS: hours(12),
  CASETRAIL_REVIEW_WITHIN_HOURS: hours(168),
  CASETRAIL_DECIDE_WITHIN_HOURS: hours(720),
  CASETRAIL_ACCESS_DAYS: count,
  CASETRAIL_FLAG_TURNED_AWAY: count,
  CASETRAIL_FLAG_PERSONS: count,
  CASETRAIL_ANCHOR_LOOKS_MINUTES: count,
  CASETRAIL_ALLOW_DEVELOPMENT_TOKENS: optional(flag),
  OIDC_ISSUER: optional(z.string().refine(isTrustworthy, 'must be a URL that begins with https://, or http:// and this machine')),
  OIDC_AUDIENCE: optional(z.string()),
  OIDC_CONSOLE_CLIENT: optional(z.string()),
  OIDC_CONSOLE_SCOPE: optional(z.string()),
  CASETRAIL_SEAL_KEY_FILE: optional(z.string()),
  CASETRAIL_SEAL_STATE_FILE: optional(z.string()),
  CASETRAIL_SEAL_ORIGIN: optional(z.string().regex(/^[^\s+]+$/, 'must be a name like casetrail.example/370200: no spaces, no "+"')),
  CASETRAIL_BODY_KIB: kib,
  CASETRAIL_HEADERS_KIB: headersKib,
  CASETRAIL_HEADERS_SECONDS: seconds,
  CASETRAIL_REQUEST_SECONDS: seconds,
  CASETRAIL_STATEMENT_SECONDS: seconds,
  CASETRAIL_LOCK_SECONDS: seconds,
  CASETRAIL_JSON_DEPTH: depth,
  CASETRAIL_JSON_NAMES: count,
  CASETRAIL_JSON_ITEMS: count,
  CASETRAIL_JSON_TEXT_KIB: kib,
  CASETRAIL_READS_IN_TEN_SECONDS: rate,
  CASETRAIL_WRITES_IN_TEN_SECONDS: rate,
  CASETRAIL_STRANGERS_IN_TEN_SECONDS: rate,
  CASETRAIL_SEARCHES_IN_A_MINUTE: rate,
  CASETRAIL_REVEALS_IN_A_MINUTE: rate,
  CASETRAIL_EXPORTS_IN_AN_HOUR: rate,
  CASETRAIL_REQUESTS_AT_ONCE: rate,
  CASETRAIL_EXPORT_ROWS: count,
  CASETRAIL_PROXIES: proxies,
  CASETRAIL_BEHIND_TLS: optional(flag),
});

export type LogLevel = NonNullable<z.infer<typeof environment>['LOG_LEVEL']>;

/** What every process is started with. Read once, from the environment, and handed on. */
export type Config = {
  readonly databaseUrl: string;
  /** Set: the queues are on Redis. Not set: they are on PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly home: string;
  readonly logLevel: LogLevel;
  readonly isProduction: boolean;
  readonly developmentTokens: { readonly keyFile: string; readonly allowed: boolean };
  /** Whose tokens tell who acts, and what they must be meant for. Not set: nobody's but the development tokens. */
  readonly oidc: Issuer | undefined;
  /** As whom the console asks that issuer, and for what. */
  readonly console: { readonly clientId: string; readonly scope: string };
  readonly idHashKeyFile: string;
  /** `keyFile` wraps the keys of persons; `oldKeyFile` is one that did before. `destroyedKeysFile` remembers, outside the database, which were destroyed. */
  readonly vault: { readonly keyFile: string; readonly oldKeyFile: string | undefined; readonly destroyedKeysFile: string };
  readonly searchHashKeyFile: string;
  readonly granting: Granting;
  /** How often what was looked at is anchored in the ledger, in milliseconds. */
  readonly anchorLooksEvery: number;
  /** `stateFile`: what this machine signed last. `origin`: the name of the ledger; not set: it follows from the ledger, or from the key where there is one. */
  readonly seal: { readonly keyFile: string; readonly stateFile: string; readonly origin: string | undefined };
  readonly edge: Edge;
  /** How long a statement of a request may take, in milliseconds. */
  readonly statementWithin: number;
  /** How long it may wait for what another one holds, in milliseconds. */
  readonly lockWithin: number;
};

/** The environment cannot be used. The message names every variable that is wrong, and never its value: it may hold a password. */
export class ConfigError extends Error {
  constructor(problems: readonly { readonly variable: string; readonly message: string }[]) {
    super(`The configuration is wrong:\n${problems.map(({ variable, message }) => `  ${variable} ${message}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads the configuration from environment variables, and from the files that hold its secrets. Throws a ConfigError that lists everything that is wrong with them. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const { env: told, troubles } = withSecrets(env);
  if (troubles.length > 0) throw new ConfigError(troubles);
  const read = environment.safeParse(told);
  if (!read.success) throw new ConfigError(read.error.issues.map(({ path, message }) => ({ variable: path.join('.'), message })));
  const set = read.data;
  const home = resolve(set.CASETRAIL_HOME ?? '.casetrail');
  const isProduction = set.NODE_ENV === 'production';
  return {
    databaseUrl: set.DATABASE_URL,
    redisUrl: set.REDIS_URL,
    host: set.HOST ?? '127.0.0.1',
    port: set.PORT ?? 3000,
    home,
    logLevel: set.LOG_LEVEL ?? 'info',
    isProduction,
    developmentTokens: {
      keyFile: set.CASETRAIL_DEVELOPMENT_TOKEN_KEY_FILE ?? join(home, 'development-token.key'),
      allowed: !isProduction || set.CASETRAIL_ALLOW_DEVELOPMENT_TOKENS === true,
    },
    oidc: set.OIDC_ISSUER === undefined ? undefined : { issuer: set.OIDC_ISSUER, audience: set.OIDC_AUDIENCE ?? 'casetrail' },
    console: { clientId: set.OIDC_CONSOLE_CLIENT ?? 'casetrail-web', scope: set.OIDC_CONSOLE_SCOPE ?? 'openid act' },
    idHashKeyFile: set.CASETRAIL_ID_HASH_KEY_FILE ?? join(home, 'id-hash.key'),
    vault: {
      keyFile: set.CASETRAIL_VAULT_KEY_FILE ?? join(home, 'vault.key'),
      oldKeyFile: set.CASETRAIL_VAULT_OLD_KEY_FILE,
      destroyedKeysFile: set.CASETRAIL_DESTROYED_KEYS_FILE ?? join(home, 'destroyed-keys'),
    },
    searchHashKeyFile: set.CASETRAIL_SEARCH_HASH_KEY_FILE ?? join(home, 'search-hash.key'),
    granting: grantingFrom(set),
    anchorLooksEvery: (set.CASETRAIL_ANCHOR_LOOKS_MINUTES ?? 60) * 60_000,
    seal: {
      keyFile: set.CASETRAIL_SEAL_KEY_FILE ?? join(home, 'seal', 'seal.key'),
      stateFile: set.CASETRAIL_SEAL_STATE_FILE ?? join(home, 'seal', 'last-checkpoint'),
      origin: set.CASETRAIL_SEAL_ORIGIN,
    },
    edge: edgeFrom(set),
    statementWithin: (set.CASETRAIL_STATEMENT_SECONDS ?? 10) * 1000,
    lockWithin: (set.CASETRAIL_LOCK_SECONDS ?? 5) * 1000,
  };
}
