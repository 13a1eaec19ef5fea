import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import axe from 'axe-core';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';

const root = resolve(__dirname, '../../../..');
/** A test run that breaks off leaves nobody behind. */
const withTest = "data:text/javascript,process.on('disconnect',()=>process.kill(process.pid,'SIGKILL'));process.channel?.unref()";
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** How long it may take to build what has changed, to fill a ledger and to start everything, in milliseconds. */
export const SETTING_UP = 600_000;

/** The two looks that every page is seen in. */
export const LOOKS = [
  { language: 'zh', theme: 'light', size: { width: 1440, height: 900 } },
  { language: 'en', theme: 'dark', size: { width: 820, height: 1180 } },
] as const;
/** The day in the city's calendar. */
export const today = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date());

type Language = 'zh' | 'en';
type Looks = {
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
  /** Whether it is their first visit: then the tour begins. */
  readonly isFirst?: boolean;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * The whole system as it runs, with a browser in front of it: api, worker and issuer as processes, on a database of its own. A journey meets it as people do, by
 * its pages; what a page says is held against what the api answers.
 */
export class ConsoleSite {
  /** Whatever went wrong in a page that nobody looked at: errors of scripts, refusals of the policy for contents. */
  readonly complaints: string[] = [];
  readonly #running: ChildProcess[] = [];
  readonly #home = mkdtempSync(join(tmpdir(), 'casetrail-console-'));

  private constructor(
    readonly address: string,
    private readonly issuer: string,
    private readonly database: string,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<ConsoleSite> {
    if (process.env['CASETRAIL_BUILT'] === undefined) buildEverything();
    const [port, login] = [await freePort(), await freePort()];
    const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium', args: flags });
    const site = new ConsoleSite(`http://127.0.0.1:${port}`, `http://127.0.0.1:${login}`, await emptyDatabase(), browser);
    await site.casetrail('migrate');
    await site.casetrail('demo', 'scenario', 'late-entry'); // a demo ledger begins
    for (const name of ['api', 'worker', 'login']) await site.#startApp(name, { PORT: String(port) });
    return site;
  }

  /** Runs the command line, as an operator would. Answers what it printed. */
  casetrail(...args: string[]): Promise<string> {
    return new Promise((done, fail) =>
      execFile(
        process.execPath,
        [join(root, 'apps/cli/bin/casetrail.mjs'), ...args],
        { cwd: root, env: this.#environment(), maxBuffer: 1e8 },
        (error, out, err) => (error ? fail(new Error(`casetrail ${args.join(' ')}: ${out}${err}`)) : done(out.trim())),
      ),
    );
  }

  /** A page of somebody who has signed in at the issuer, at an address of the console. */
  async signIn(user: string, path = '/', looks: Looks = {}): Promise<Page> {
    const page = await this.stranger(looks);
    if (!looks.isFirst) await page.context().addInitScript((name) => localStorage.setItem(`casetrail:tour:${name}`, 'done'), user);
    await page.goto(this.address + path);
    await page.getByRole('button', { name: looks.language === 'en' ? 'Sign in' : '登录', exact: true }).click();
    await this.chooseAtIssuer(page, user);
    await page.waitForURL((url) => url.origin === this.address && url.pathname !== '/signed-in');
    await page.locator('header.shell').waitFor();
    return page;
  }

  async chooseAtIssuer(page: Page, user: string): Promise<void> {
    await page.locator(`button[value="${user}"]`).click();
  }

  /** A page of somebody who has not signed in. */
  async stranger({ language = 'zh', theme = 'light', size = { width: 1440, height: 900 } }: Looks = {}): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' });
    await context.addInitScript((chosen) => localStorage.setItem('casetrail:language', chosen), language);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Minified React|Warning:/.test(message.text())) this.complaints.push(message.text());
    });
    return page;
  }

  /** Goes to another address of the console without a reload, as a link does. */
  async go(page: Page, path: string): Promise<void> {
    await page.evaluate((to) => {
      window.history.pushState(null, '', to);
      window.dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    await settled(page);
  }

  /** What the api answers to somebody in a role, to hold a page against it. */
  async read<T>(path: string, role = 'SUPERVISOR'): Promise<T> {
    const answer = await fetch(this.address + path, { headers: { authorization: `Bearer ${await this.#token(role)}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Records something as somebody else, while a page is open. */
  async write(path: string, body: object, role: string): Promise<{ readonly stream: string; readonly position: number }> {
    const answer = await fetch(this.address + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.#token(role)}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { stream: string; position: number };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    for (const app of this.#running) {
      app.kill('SIGTERM');
      if (app.exitCode === null && app.signalCode === null) await once(app, 'exit');
    }
    const admin = new pg.Client(process.env['TEST_DATABASE_URL']);
    await admin.connect();
    await admin.query(`drop database ${new URL(this.database).pathname.slice(1)} with (force)`);
    await admin.end();
    rmSync(this.#home, { recursive: true });
  }

  readonly #tokens = new Map<string, Promise<string>>();
  #token(role: string): Promise<string> {
    const found = this.#tokens.get(role) ?? this.casetrail('token', '--role', role);
    this.#tokens.set(role, found);
    return found;
  }

  #environment(): NodeJS.ProcessEnv {
    return { ...process.env, DATABASE_URL: this.database, CASETRAIL_HOME: this.#home, OIDC_ISSUER: this.issuer };
  }

  async #startApp(name: string, env: NodeJS.ProcessEnv): Promise<void> {
    const app = spawn(process.execPath, ['--import', withTest, join(root, `apps/${name}/dist/main.js`)], {
      env: { ...this.#environment(), ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    this.#running.push(app);
    const isUp = /"(listening|projecting)"/;
    for await (const line of createInterface({ input: app.stdout as NodeJS.ReadableStream })) if (isUp.test(line)) return void app.stdout?.resume();
    throw new Error(`The ${name} has ended before it was up.`);
  }
}

/** What the processes run. Does nothing where the build is fresh. */
function buildEverything(): void {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'apps/api', 'apps/worker', 'apps/cli', 'apps/login'], {
    cwd: root,
    stdio: 'inherit',
  });
  execFileSync(process.execPath, [join(root, 'tools/build-console.mjs')], { stdio: 'inherit' });
}

async function emptyDatabase(): Promise<string> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the specs through the workspace configuration of Jest.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

const WAITS_MS = 20_000;
const LOOKS_EVERY_MS = 50; // what is waited for needs the processor too
/** Waits until a check passes, which throws or answers no until then: what was done is recorded, read and drawn a moment later. Fails with what was wrong at the end. */
export async function until(check: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + WAITS_MS; ; await setTimeout(LOOKS_EVERY_MS))
    try {
      if ((await check()) === false) throw new Error(`After ${WAITS_MS} ms it still does not hold: ${check}`);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
}
/** Waits until what is read is what is expected. */
export const becomes = (read: () => Promise<unknown>, expected: unknown): Promise<void> => until(async () => expect(await read()).toEqual(expected));
/** Waits until a text says something. */
export const says = (read: () => Promise<string>, said: string | RegExp): Promise<void> => until(async () => expect(await read()).toMatch(said));

/**
 * Waits until the page that is asked for stands there, instead of the one before it, and has read what it asks for. The live stream stays open, so that the
 * network is never idle for good.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll('.loading, .is-old, [aria-busy=true]').length === 0 && document.querySelector('h1') !== null);
}

/** A field of a form by its label. */
export const field = (name: string): string => `.field:has(> label:text-is("${name}")) :is(input, select)`;
/** Waits for the heading of a page. */
export const heading = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();

/** Goes through pages, each until it shows what is named. Tells what is seriously wrong with one, and which are wider than the window. */
export async function faultsOf(site: ConsoleSite, page: Page, paths: readonly (string | readonly [path: string, shows: string])[]): Promise<unknown[]> {
  const faults: unknown[] = [];
  for (const [path, shows] of paths.map((one) => (typeof one === 'string' ? ([one, 'h1'] as const) : one))) {
    await site.go(page, path);
    await page.locator(shows).first().waitFor();
    await settled(page);
    const seen = async () => ({ found: await violations(page), wider: await overflow(page) });
    await becomes(seen, { found: [], wider: 0 }).catch(async () => faults.push({ path, ...(await seen()) }));
  }
  return faults;
}

/** What axe finds serious or critical in a page, in a line each. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }));
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`)
          .slice(0, 3)
          .join(' | ')}`,
    );
}

/** By how much the page is wider than the window. */
const overflow = (page: Page): Promise<number> => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
