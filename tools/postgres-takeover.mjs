// A server that an earlier run left behind still holds its data folder: the next start takes over from it.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_WITHIN_MS = 60_000; // a shutdown checkpoint after a bulk load takes its time

/** Whether there is a process with this number, whatever it is. */
export function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A living process's parent and command line. */
function look(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? undefined : { parent: Number(parent), command: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
    }
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }));
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

/** Every process of a server works in its data folder; they outlive a killed server by a moment. Only Linux tells where a process works. */
function workersIn(data) {
  if (process.platform !== 'linux') return [];
  return fs.readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && fs.readlinkSync(`/proc/${pid}/cwd`) === data;
    } catch {
      return false;
    }
  });
}

async function wait(isOver) {
  for (const until = Date.now() + STOP_WITHIN_MS; !isOver(); await sleep(50)) if (Date.now() > until) return false;
  return true;
}

/**
 * Makes the data folder free: removes the lock of a dead server, stops an orphaned one, and waits for one that is being stopped.
 * Throws when its owner is alive and well.
 */
export async function takeOver(data) {
  const lock = join(data, 'postmaster.pid');
  if (!fs.existsSync(lock)) return;
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n', 1)[0]);
  const stuck = () => new Error(`The database server of an earlier run (process ${pid}) does not stop. Stop it by hand: kill -INT ${pid}`);
  const server = look(pid);
  if (server?.command.includes(`-D ${data} `)) {
    const keeper = look(server.parent);
    const launcher = Number(/postgres-server\.mjs (\d+)/.exec(keeper?.command ?? '')?.[1]);
    if (launcher && keeper.parent === launcher)
      throw new Error(`Casetrail is already running on ${data} (process ${launcher}). Stop it first, or choose another folder with CASETRAIL_HOME.`);
    console.error(`The database server of an earlier run (process ${pid}) is still there: stopping it first.`);
    if (!launcher) process.kill(pid, 'SIGINT'); // "fast" shutdown; a keeper that lost its launcher is about to do the same
    if (!(await wait(() => !look(pid)))) throw stuck();
  }
  // What is left is the lock of a dead server. Its number may by now belong to any other process, above all in a container.
  if (!(await wait(() => workersIn(fs.realpathSync(data)).length === 0))) throw stuck();
  if (process.platform !== 'win32') fs.rmSync(lock, { force: true });
}
