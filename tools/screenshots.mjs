// npm run screenshots: makes every picture in docs/images, from the real system with the demo city in a folder of its own. It needs a Chromium (CHROMIUM) with
// Chinese fonts. Nobody draws or edits these pictures; CI does not make them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { root } from './install.mjs';
import { run } from './processes.mjs';

const LARGEST = 250_000;
const pictures = join(root, 'docs/images');
/** The suspect whose record has an act that was voided: ids of the demo city never change. */
const REPLAYED = 'suspect-01CCWXDWMRMDE94S9X6R4WD5CS';
const desk = { language: 'zh', theme: 'light', width: 1440, height: 900 };
const tablet = { language: 'en', theme: 'dark', width: 820, height: 1180 };

const open = (selector) => async (page) => page.locator(selector).first().click();
const shots = [
  { name: 'paper', user: 'supervisor-370200', path: '/paper', ...desk },
  { name: 'figure', user: 'supervisor-370200', path: '/figures/F05', ...desk },
  { name: 'case-form', user: 'police-leader-370202', path: '/cases', act: caseWithForm, ...desk },
  { name: 'replay', user: 'auditor-370200', path: `/history/${REPLAYED}?step=3`, ...desk },
  { name: 'difference', user: 'supervisor-370200', path: '/publications', act: difference, ...desk },
  { name: 'paper-dark', user: 'supervisor-370200', path: '/paper', ...tablet },
];

async function caseWithForm(page) {
  await open('main table a')(page);
  await settled(page);
  await open('.acts-on ~ * .acts li a')(page);
  await page.locator('form').first().waitFor();
}

async function difference(page) {
  await page.getByRole('link', { name: '与前一期对照' }).first().click();
  await settled(page);
  await open('.diff-table .disclose')(page);
  await open('.causes .disclose')(page);
  await page.locator('.units a').first().waitFor();
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return String(port);
}

/** The system as npm start runs it, once it has said that it is running. */
async function startSystem(env) {
  const system = spawn(process.execPath, [join(root, 'tools/start.mjs')], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: system.stdout })) if (line.startsWith('Casetrail is running')) break;
  if (system.exitCode !== null) throw new Error('The system has ended before it was up.');
  system.stdout.resume();
  return system;
}

const settled = (page) => page.waitForFunction(() => document.querySelectorAll('.loading, .is-old').length === 0 && document.querySelector('h1') !== null);

async function take(browser, address, { name, user, path, act, language, theme, width, height }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' });
  const said = { 'casetrail:language': language, [`casetrail:tour:${user}`]: 'done' };
  await context.addInitScript((entries) => Object.entries(entries).forEach(([key, value]) => localStorage.setItem(key, value)), said);
  const page = await context.newPage();
  await page.goto(address + path);
  await page.getByRole('button', { name: language === 'en' ? 'Sign in' : '登录', exact: true }).click();
  await page.locator(`button[value="${user}"]`).click();
  await page.locator('header.shell').waitFor();
  await settled(page);
  await act?.(page);
  await settled(page);
  await page.waitForLoadState('load');
  const picture = join(pictures, `${name}.png`);
  await page.screenshot({ path: picture });
  await context.close();
  const { size } = fs.statSync(picture);
  console.log(`docs/images/${name}.png  ${Math.round(size / 1000)} kB`);
  if (size > LARGEST) throw new Error(`${name}.png is larger than ${LARGEST / 1000} kB.`);
}

const home = fs.mkdtempSync(join(tmpdir(), 'casetrail-pictures-'));
const [PORT, CASETRAIL_PG_PORT, CASETRAIL_LOGIN_PORT] = [await freePort(), await freePort(), await freePort()];
const env = { ...process.env, CASETRAIL_HOME: home, PORT, CASETRAIL_PG_PORT, CASETRAIL_LOGIN_PORT, OIDC_ISSUER: '' };
fs.mkdirSync(pictures, { recursive: true });
const system = await startSystem(env);
try {
  for (const args of [['publish'], ['scenario', 'late-entry'], ['publish']])
    await run(`casetrail demo ${args.join(' ')}`, 'apps/cli/bin/casetrail.mjs', ['demo', ...args], {
      env: { ...env, OIDC_ISSUER: `http://127.0.0.1:${CASETRAIL_LOGIN_PORT}` },
      stdout: 'pipe',
    });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  for (const shot of shots) await take(browser, `http://127.0.0.1:${PORT}`, shot);
  await browser.close();
} finally {
  const ended = once(system, 'exit');
  system.kill('SIGTERM');
  await ended;
  fs.rmSync(home, { recursive: true, force: true });
}
