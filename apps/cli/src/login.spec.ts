import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeJwt } from 'jose';
import { civilDateAt, organisations } from '@casetrail/domain';
import { Ledger, execute, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { readModelMigrations } from '@casetrail/readmodel';
import { accessMigrations, migrate, policyHash } from '@casetrail/runtime';
import { vaultMigrations } from '@casetrail/vault';

jest.setTimeout(120_000); // many programs are started here, and a busy machine takes its time
const root = resolve(__dirname, '../../..');
/** A test run that breaks off leaves nobody behind. */
const withTest = "data:text/javascript,process.on('disconnect',()=>process.kill(process.pid,'SIGKILL'));process.channel?.unref()";
type Ran = { readonly code: number; readonly out: string; readonly err: string };

let database: TestDatabase;
let home: string;
let issuer: string;
let api: string;
const running: ChildProcess[] = [];
const environment = () => ({ ...process.env, DATABASE_URL: database.url, CASETRAIL_HOME: home, OIDC_ISSUER: issuer });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts an app as "npm start" does, and waits until it listens. */
async function startApp(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const app = spawn(process.execPath, ['--import', withTest, join(root, `apps/${name}/dist/main.js`)], {
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  running.push(app);
  for await (const line of createInterface({ input: app.stdout as NodeJS.ReadableStream })) if (line.includes('"listening"')) return void app.stdout?.resume();
  throw new Error(`The ${name} has ended before it listened.`);
}

beforeAll(async () => {
  database = await testDatabase([]);
  home = mkdtempSync(join(tmpdir(), 'casetrail-login-'));
  await migrate(database.url, [...ledgerMigrations, ...readModelMigrations, ...accessMigrations, ...vaultMigrations]);
  await execute(new Ledger(database.pool('api', 1)), {
    id: randomUUID(),
    type: 'OpenLedger',
    stream: 'ledger-01ARZ3NDEKTSV4RRFFQ69G5FAV' as never,
    data: { kind: 'demo', city: '370200' },
    act: { occurredOn: civilDateAt(new Date()) },
    actor: { user: 'system', role: 'SYSTEM', org: 'casetrail', district: '370200' },
  });
  const [loginPort, apiPort] = [await freePort(), await freePort()];
  issuer = `http://127.0.0.1:${loginPort}`;
  api = `http://127.0.0.1:${apiPort}`;
  await startApp('login', {});
  await startApp('api', { PORT: String(apiPort) });
});
afterAll(async () => {
  for (const app of running) {
    const over = once(app, 'exit');
    if (app.kill('SIGTERM')) await over;
  }
  await database.drop();
  rmSync(home, { recursive: true });
});

const run = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise((done) =>
    execFile(process.execPath, [script, ...args], { cwd: root, env: { ...environment(), ...env } }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    ),
  );
const casetrail = (...args: string[]) => run('apps/cli/bin/casetrail.mjs', args);
const reading = (token: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${api}/v1/publications`, { headers: { authorization: `Bearer ${token.trim()}`, ...headers } });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

/** A browser as far as signing in needs one: it follows redirects and keeps cookies. */
class Browser {
  readonly #cookies = new Map<string, string>();
  readonly visited: string[] = [];

  async open(address: string, form?: Readonly<Record<string, string>>): Promise<string> {
    this.visited.push(address);
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = (cookie.split(';')[0] as string).split(/=(.*)/s) as [string, string];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) return answer.text();
    const to = new URL(next, address).href;
    return to.startsWith(issuer) ? this.open(to) : to;
  }
}
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] as string;

describe('casetrail login', () => {
  it('signs somebody of the demo city in by the device flow; what they may do, the database says', async () => {
    const { code, out, err } = await casetrail('login', '--as', 'police-leader-370203');
    expect([code, err]).toEqual([0, '']);
    expect(decodeJwt(out.trim())).toMatchObject({ iss: issuer, aud: 'casetrail', sub: 'police-leader-370203' });
    expect((await reading(out)).status).toBe(200);
    expect(await casetrail('login', '--as', 'police-leader-370203')).toEqual({ code, out, err }); // it is kept while it is valid
    const file = join(home, 'login.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ issuer, accessToken: out.trim() });
    if (process.platform !== 'win32') expect([statSync(file).mode & 0o777, statSync(join(home, 'login.jwk')).mode & 0o777]).toEqual([0o600, 0o600]);
  });

  it('says where to confirm which code, and waits until somebody has done so in a browser', async () => {
    const waiting = spawn(process.execPath, ['apps/cli/bin/casetrail.mjs', 'login'], { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(waiting);
    let said = '';
    let printed = '';
    const over = once(waiting, 'close');
    waiting.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    for await (const text of waiting.stderr.setEncoding('utf8')) if (/code \S+\n/.test((said += text))) break;
    const [, address, userCode] = /^Open (\S+)\nand confirm the code (\S+)\n/.exec(said) as unknown as [string, string, string];

    const browser = new Browser();
    const asked = await browser.open(address);
    const wrong = await browser.open(`${issuer}/device`, { xsrf: hidden(asked, 'xsrf'), user_code: 'AAAA-AAAA' });
    expect(wrong).toContain('This code waits for nobody.');
    const confirming = await browser.open(`${issuer}/device`, { xsrf: hidden(asked, 'xsrf'), user_code: userCode });
    const people = await browser.open(`${issuer}/device`, { xsrf: hidden(confirming, 'xsrf'), user_code: userCode, confirm: 'yes' });
    expect(people).toContain('value="judge-370202"');
    const done = await browser.open(browser.visited.at(-1) as string, { subject: 'judge-370202' });
    expect(done).toContain('You are signed in');
    expect(await over).toEqual([0, null]);
    expect(decodeJwt(printed.trim()).sub).toBe('judge-370202');
    expect((await reading(printed)).status).toBe(200);
  });

  it.each([
    ['nobody of the demo city', ['--as', 'emperor'], 'nobody of this name in the demo city'],
    ['a program that the issuer does not know', ['--client', 'other', '--as', 'judge-370202'], 'The issuer refuses: client authentication failed'],
  ])('refuses %s', async (_, args, message) => {
    const { code, out, err } = await casetrail('login', ...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });
});

describe('the local issuer', () => {
  it('signs in by code with PKCE, and not without', async () => {
    const verifier = 'a-verifier-that-is-long-enough-for-the-rfc-7636-which-wants-43';
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url');
    const client = { client_id: 'casetrail-web', redirect_uri: 'http://127.0.0.1:5173/signed-in' };
    const asked = { ...client, response_type: 'code', scope: 'openid act', state: 'x' };
    const browser = new Browser();
    const without = await browser.open(`${issuer}/auth?${new URLSearchParams(asked)}`);
    expect(new URL(without).searchParams.get('error')).toBe('invalid_request');
    await browser.open(`${issuer}/auth?${new URLSearchParams({ ...asked, code_challenge: challenge, code_challenge_method: 'S256' })}`);
    const back = new URL(await browser.open(browser.visited.at(-1) as string, { subject: 'auditor-370200' }));
    expect([back.origin, back.pathname, back.searchParams.get('state')]).toEqual(['http://127.0.0.1:5173', '/signed-in', 'x']);
    const exchanged = (code_verifier: string) =>
      fetch(`${issuer}/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...client, grant_type: 'authorization_code', code: back.searchParams.get('code') as string, code_verifier }),
      });
    const { access_token } = (await (await exchanged(verifier)).json()) as { access_token: string };
    expect(decodeJwt(access_token)).toMatchObject({ aud: 'casetrail', sub: 'auditor-370200' });
    expect((await reading(access_token)).status).toBe(200);
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }, 'NODE_ENV must not be production'],
    ['where the issuer is elsewhere', { OIDC_ISSUER: 'https://login.example' }, 'OIDC_ISSUER must be on this machine'],
    ['where there is none', { OIDC_ISSUER: '' }, 'OIDC_ISSUER must be on this machine'],
  ])('does not start %s', async (_, env, message) => {
    const { code, err } = await run('apps/login/dist/main.js', [], env);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('casetrail access', () => {
  it('grants an office and revokes it, at once, and tells who did so', async () => {
    const { out: token } = await casetrail('login', '--as', 'procurator-370281');
    expect((await reading(token)).status).toBe(200);
    const revoked = await casetrail('access', 'revoke', 'procurator-370281', '--by', 'wang');
    expect(revoked).toEqual({ code: 0, out: 'procurator-370281 holds one office less, as of now.\n', err: '' });
    expect(await codeOf(await reading(token))).toBe('authentication/no-office');

    const granting = ['access', 'grant', 'procurator-370281', '--role', 'JUDGE', '--org', 'court-370281', '--district', '370281', '--by', 'zhao'];
    expect((await casetrail(...granting)).out).toBe('procurator-370281 may act as JUDGE@court-370281 for 370281 from now on.\n');
    expect((await reading(token)).status).toBe(200);
    expect((await casetrail('access', 'list')).out).toMatch(/^procurator-370281 +procurator-370281 +procurator-370281 +JUDGE@court-370281 +370281 /m);
    const changes = (await casetrail('access', 'changes')).out.trim().split('\n').slice(-2);
    expect(changes.map((line) => JSON.parse(line))).toMatchObject([
      { madeBy: 'wang', what: 'offices/update', was: { valid_to: null } },
      { madeBy: 'zhao', what: 'offices/insert', nowIs: { role: 'JUDGE', org: 'court-370281' } },
    ]);
  });

  it('prints the register and the policy, without a database', async () => {
    const organs = (await casetrail('access', 'organs')).out.trim().split('\n');
    expect(organs).toHaveLength(1 + organisations.size);
    expect(organs.find((line) => line.startsWith('psb-370211-2'))).toMatch(
      /Huangdao development zone public security +370211 +psb-370200 +POLICE_INVESTIGATOR POLICE_LEADER$/,
    );
    const text = (await casetrail('access', 'policy')).out;
    expect(text).toContain(`SHA-256 ${policyHash}`);
    expect(text).toMatch(/^ {2}ledger\.read \(recorded\): AUDITOR$/m);
    expect(text).toMatch(/^ {2}suspect Detain: POLICE_LEADER$/m);
    expect(JSON.parse((await casetrail('access', 'policy', '--json')).out)).toMatchObject({ sha256: policyHash, ties: { CONFLICT: 'hides' } });
  });

  it.each([
    [1, ['access', 'revoke', 'stranger'], 'stranger holds no such office.'],
    [1, ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'court-370202', '--user', 'judge-370202'], 'knows another person by this name'],
    [
      1,
      ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'court-370271'],
      'There is no organ court-370271 in the register. Organs with a JUDGE: court-370202, court-370203',
    ],
    [
      1,
      ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'psb-370202'],
      'psb-370202 (Shinan public security) has no JUDGE. Organs with a JUDGE: court-370202',
    ],
    [1, ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'court-370202', '--district', '370200'], 'court-370202 is an organ of 370202, not of 370200.'],
    [1, ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'court-370202', '--from', '2020-02-02', '--to', '2020-02-01'], '--to must not lie before'],
    [2, ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'two words', '--district', '370202'], 'must be a code like psb-370202'],
    [2, ['access', 'grant', 'x', '--role', 'SYSTEM', '--org', 'c', '--district', '370202'], 'Allowed choices are'],
    [2, ['access', 'grant', 'x', '--role', 'JUDGE', '--org', 'c', '--district', '370271'], 'record the case under 370214'],
  ])('ends with %i for %j', async (expected, args, message) => {
    const { code, err } = await casetrail(...args);
    expect([code, err]).toEqual([expected, expect.stringContaining(message)]);
  });
});
