import { resolve } from 'node:path';
import { usualGranting } from './access/settings.ts';
import { ConfigError, loadConfig } from './config.ts';
import { usualEdge } from './edge.ts';

const DATABASE_URL = 'postgres://casetrail:hunter2@db:5432/casetrail';
const problems = (env: NodeJS.ProcessEnv): string => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
};

describe('the configuration', () => {
  it('needs a database and nothing else', () =>
    expect(loadConfig({ DATABASE_URL })).toEqual({
      databaseUrl: DATABASE_URL,
      redisUrl: undefined,
      host: '127.0.0.1',
      port: 3000,
      home: resolve('.casetrail'),
      logLevel: 'info',
      isProduction: false,
      developmentTokens: { keyFile: resolve('.casetrail/development-token.key'), allowed: true },
      oidc: undefined,
      console: { clientId: 'casetrail-web', scope: 'openid act' },
      idHashKeyFile: resolve('.casetrail/id-hash.key'),
      searchHashKeyFile: resolve('.casetrail/search-hash.key'),
      granting: usualGranting,
      anchorLooksEvery: 3_600_000,
      vault: { keyFile: resolve('.casetrail/vault.key'), oldKeyFile: undefined, destroyedKeysFile: resolve('.casetrail/destroyed-keys') },
      seal: { keyFile: resolve('.casetrail/seal/seal.key'), stateFile: resolve('.casetrail/seal/last-checkpoint'), origin: undefined },
      edge: usualEdge,
      statementWithin: 10_000,
      lockWithin: 5_000,
    }));

  it('limits what a request may cost, by as much as it is told', () => {
    expect(usualEdge.rates).toEqual({ reads: 1200, writes: 300, strangers: 300, searches: 30, reveals: 20, exports: 5 });
    expect(usualEdge).toMatchObject({ body: 262_144, json: { depth: 16, names: 1000, items: 1000, text: 16_384 }, proxies: [], isBehindTls: false });
    const told = {
      CASETRAIL_BODY_KIB: '1',
      CASETRAIL_JSON_DEPTH: '4',
      CASETRAIL_WRITES_IN_TEN_SECONDS: '0',
      CASETRAIL_SEARCHES_IN_A_MINUTE: '7',
      CASETRAIL_REVEALS_IN_A_MINUTE: '8',
      CASETRAIL_EXPORTS_IN_AN_HOUR: '9',
      CASETRAIL_REQUESTS_AT_ONCE: '10',
      CASETRAIL_EXPORT_ROWS: '11',
      CASETRAIL_PROXIES: '10.0.0.0/8, ::1',
      CASETRAIL_BEHIND_TLS: '1',
    };
    const { edge, statementWithin, lockWithin } = loadConfig({ DATABASE_URL, CASETRAIL_STATEMENT_SECONDS: '5', CASETRAIL_LOCK_SECONDS: '2', ...told });
    expect(edge).toEqual({
      ...usualEdge,
      body: 1024,
      json: { ...usualEdge.json, depth: 4 },
      rates: { ...usualEdge.rates, writes: 0, searches: 7, reveals: 8, exports: 9 },
      atOnce: 10,
      exportRows: 11,
      proxies: ['10.0.0.0/8', '::1'],
      isBehindTls: true,
    });
    expect([statementWithin, lockWithin]).toEqual([5000, 2000]);
    expect(problems({ DATABASE_URL, CASETRAIL_BODY_KIB: '0', CASETRAIL_JSON_ITEMS: 'many', CASETRAIL_PROXIES: 'true' })).toBe(
      [
        'The configuration is wrong:',
        '  CASETRAIL_BODY_KIB must be at least 1',
        '  CASETRAIL_JSON_ITEMS must be a whole number',
        '  CASETRAIL_PROXIES must be addresses or networks like 10.0.0.0/8, with commas between them',
      ].join('\n'),
    );
  });

  it('keeps its keys at home, or where it is told', () =>
    expect(loadConfig({ DATABASE_URL, CASETRAIL_HOME: '/srv/casetrail', CASETRAIL_ID_HASH_KEY_FILE: '/run/secrets/id-hash' })).toMatchObject({
      home: '/srv/casetrail',
      developmentTokens: { keyFile: '/srv/casetrail/development-token.key' },
      idHashKeyFile: '/run/secrets/id-hash',
    }));

  it('takes an empty variable for one that is not set', () =>
    expect(loadConfig({ DATABASE_URL, REDIS_URL: '', PORT: '' })).toMatchObject({ redisUrl: undefined, port: 3000 }));

  it('says everything that is wrong at once', () =>
    expect(problems({ REDIS_URL: 'http://cache', PORT: '70000', LOG_LEVEL: 'loud' })).toBe(
      [
        'The configuration is wrong:',
        '  DATABASE_URL must be set: postgres://user:password@host:5432/casetrail',
        '  REDIS_URL must be a URL that begins with redis:// or rediss://',
        '  PORT must be at most 65535',
        '  LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent',
      ].join('\n'),
    ));

  it('never repeats a value, which may hold a password', () => expect(problems({ DATABASE_URL: 'mysql://root:hunter2@db/x' })).not.toContain('hunter2'));

  it('believes an issuer that is far away only over HTTPS', () => {
    const issuer = 'https://login.example';
    expect(loadConfig({ DATABASE_URL, OIDC_ISSUER: issuer }).oidc).toEqual({ issuer, audience: 'casetrail' });
    expect(loadConfig({ DATABASE_URL, OIDC_ISSUER: 'http://127.0.0.1:3002', OIDC_AUDIENCE: 'figures' }).oidc).toEqual({
      issuer: 'http://127.0.0.1:3002',
      audience: 'figures',
    });
    for (const OIDC_ISSUER of ['http://login.example', 'login.example', 'http://127.0.0.1.login.example'])
      expect(problems({ DATABASE_URL, OIDC_ISSUER })).toContain('OIDC_ISSUER must be a URL that begins with https://');
  });

  it('refuses development tokens in production unless told', () => {
    const production = { DATABASE_URL, NODE_ENV: 'production' };
    expect(loadConfig(production).developmentTokens.allowed).toBe(false);
    expect(loadConfig({ ...production, CASETRAIL_ALLOW_DEVELOPMENT_TOKENS: '1' }).developmentTokens.allowed).toBe(true);
    expect(problems({ ...production, CASETRAIL_ALLOW_DEVELOPMENT_TOKENS: 'yes' })).toContain('CASETRAIL_ALLOW_DEVELOPMENT_TOKENS must be 0 or 1');
  });
});
