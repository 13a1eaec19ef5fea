import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config.ts';
import { readKey } from './key-file.ts';

const home = mkdtempSync(join(tmpdir(), 'casetrail-secrets-'));
afterAll(() => rmSync(home, { recursive: true }));
let serial = 0;
function secret(text: string, mode = 0o600): string {
  const path = join(home, `secret-${++serial}`);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}
const url = 'postgres://casetrail:s3cret-word@db:5432/casetrail';
const production = { NODE_ENV: 'production' };
const trouble = (env: NodeJS.ProcessEnv): string => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

describe('a secret', () => {
  it.each([`${url}\n`, `${url}\r\n`, url])('may be in a file: %j', (text) =>
    expect(loadConfig({ ...production, DATABASE_URL_FILE: secret(text, 0o400), REDIS_URL_FILE: secret('redis://:word@cache:6379\n') })).toMatchObject({
      databaseUrl: url,
      redisUrl: 'redis://:word@cache:6379',
    }),
  );
  it('may be a password alone, whatever is in it', () => {
    const { databaseUrl, redisUrl } = loadConfig({
      DATABASE_URL: 'postgres://casetrail@db:5432/casetrail',
      DATABASE_PASSWORD_FILE: secret('a/b@c:d%e f?#'),
      REDIS_URL: 'redis://cache:6379',
      REDIS_PASSWORD_FILE: secret('word'),
    });
    expect([decodeURIComponent(new URL(databaseUrl).password), new URL(databaseUrl).host]).toEqual(['a/b@c:d%e f?#', 'db:5432']);
    expect(redisUrl).toBe('redis://:word@cache:6379');
  });
  it('that everybody may read is refused in production, and told of without being told', () => {
    const readable = secret(url, 0o644);
    expect(trouble({ ...production, DATABASE_URL_FILE: readable })).toContain(`DATABASE_URL_FILE cannot be used: ${readable} holds a secret`);
    expect(trouble({ ...production, DATABASE_URL_FILE: readable })).not.toContain('s3cret');
    expect(trouble({ DATABASE_URL_FILE: readable })).toBe('none');
    expect(trouble({ ...production, DATABASE_URL_FILE: secret(url, 0o640) })).toBe('none');
  });
  it.each([
    ['in a file and beside it', () => ({ DATABASE_URL: url, DATABASE_URL_FILE: secret(url) }), 'DATABASE_URL_FILE must not be set beside DATABASE_URL'],
    ['in a file that is not there', () => ({ DATABASE_URL_FILE: join(home, 'nowhere') }), 'DATABASE_URL_FILE must name a file that is there'],
    ['in an empty file', () => ({ DATABASE_URL_FILE: secret('\n') }), 'must hold one line'],
    ['in a file of two lines', () => ({ DATABASE_URL_FILE: secret(`${url}\n${url}\n`) }), 'must hold one line'],
    ['in a folder', () => ({ DATABASE_URL_FILE: home }), 'DATABASE_URL_FILE cannot be used'],
    ['in a large file', () => ({ DATABASE_URL_FILE: secret('x'.repeat(70_000)) }), 'is larger than any secret'],
    [
      'said twice',
      () => ({ DATABASE_URL: url, DATABASE_PASSWORD_FILE: secret('s3cret-too') }),
      'DATABASE_URL must not hold a password beside DATABASE_PASSWORD',
    ],
    ['of nothing', () => ({ DATABASE_URL: url, REDIS_PASSWORD_FILE: secret('s3cret-too') }), 'REDIS_PASSWORD belongs to REDIS_URL, which must be set'],
    ['that is no address', () => ({ DATABASE_URL_FILE: secret('http://db') }), 'DATABASE_URL must be a URL that begins with postgres://'],
  ])('%s is refused', (_, env, message) => {
    expect(trouble(env())).toContain(message);
    expect(trouble(env())).not.toMatch(/s3cret/);
  });
});

it('a key that everybody may read is refused in production', () => {
  const key = secret('ab'.repeat(32), 0o604);
  expect(() => readKey(key, false)).toThrow('everybody on this machine may read it');
  expect(() => readKey(key, true)).not.toThrow();
  chmodSync(key, 0o400);
  expect(() => readKey(key, false)).not.toThrow();
});
