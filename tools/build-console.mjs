// Builds the console where there is none, or one that is older than what it is made of. Also a program of its own.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { root } from './install.mjs';

const VITE = 'node_modules/vite/bin/vite.js';
const LOCK = join(root, 'node_modules/.casetrail-console-build');
const STALE_MS = 180_000;
const sources = [
  'apps/web/src',
  'apps/web/vite',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'libs/contracts/src',
  'libs/domain/src',
  'package-lock.json',
];

const changedAt = (path) => fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const isTested = (path) => /\.spec\.ts$|[\\/]testing[\\/]/.test(path);
const newestIn = (path) => {
  const at = join(root, path);
  const files = fs.statSync(at).isDirectory() ? fs.readdirSync(at, { recursive: true }).map((name) => join(at, name)) : [at];
  return Math.max(...files.filter((file) => !isTested(file)).map(changedAt));
};
const isFresh = () => changedAt(join(root, 'apps/web/dist/index.html')) >= Math.max(...sources.map(newestIn));

/** Builds the console with `run`, which runs a script of Node to its end. The compiler has been through the contracts. */
export async function buildConsole(run) {
  if (isFresh()) return;
  await lock();
  try {
    if (!isFresh()) await run('the build of the console', VITE, ['build', 'apps/web', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn']);
  } finally {
    fs.rmSync(LOCK, { recursive: true, force: true });
  }
}

/** Specs that run side by side have it built once. A lock that is older than any build was left by one that was killed. */
async function lock() {
  for (;;) {
    try {
      return fs.mkdirSync(LOCK);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() - changedAt(LOCK) > STALE_MS) fs.rmSync(LOCK, { recursive: true, force: true });
      else await sleep(200);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildConsole((name, script, args) => {
    const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
    if (status === 0) return;
    console.error(`${name} failed.`);
    process.exit(status ?? 1);
  });
