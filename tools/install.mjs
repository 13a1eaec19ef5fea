// Installs what is missing. Uses nothing but Node: this runs before there is anything else.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST = [20, 19];

const changedAt = (path) => fs.statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Runs npm ci when there is no node_modules, or one that is older than the lock file. Ends the process when that fails. */
export function installWhatIsMissing() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    console.error(`Casetrail needs Node.js ${OLDEST.join('.')} or later. This is ${process.versions.node}.`);
    process.exit(1);
  }
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json')) return;
  console.log('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // Also what is for development: it includes the compiler and the database.
  const { status, error } = spawnSync(npm[0], [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`npm ci did not work${error ? `: ${error.message}` : ''}. Is the network there, and is there space on the disk?`);
  process.exit(status ?? 1);
}
