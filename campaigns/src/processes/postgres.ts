import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { root } from './root.ts';

type ServerOptions = { readonly dir: string; readonly port: number; readonly database: string; readonly log: string };

/** A PostgreSQL server on a folder of its own, written durably, that can be killed at any instruction and started again on what it left behind. */
export class PostgresServer {
  readonly url: string;
  readonly #options: ServerOptions;
  #keeper: ChildProcess;

  static async start(folder: string): Promise<PostgresServer> {
    const options = { dir: join(folder, 'pg'), port: await freePort(), database: 'casetrail', log: join(folder, 'postgres.log') };
    const { keeper, url } = await launch(options);
    return new PostgresServer(options, keeper, url);
  }

  private constructor(options: ServerOptions, keeper: ChildProcess, url: string) {
    this.#options = options;
    this.#keeper = keeper;
    this.url = url;
  }

  /** SIGKILL for the server and for every process it has: none of them gets to write or to say anything. */
  async kill(): Promise<void> {
    const ended = once(this.#keeper, 'exit');
    const postmaster = Number(readFileSync(join(this.#options.dir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
    process.kill(postmaster, 'SIGSTOP'); // so that it starts nobody while we look who is there
    for (const pid of [...childrenOf(postmaster), postmaster]) killHard(pid);
    await ended;
  }

  /** Starts it again, on the same folder and port. Resolves when it has recovered and takes connections. */
  async restart(): Promise<void> {
    this.#keeper = (await launch(this.#options)).keeper;
  }

  async stop(): Promise<void> {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const ended = once(this.#keeper, 'exit');
    this.#keeper.disconnect();
    await ended;
  }
}

/** The keeper of `npm start`'s server: it ends with this process, however that ends. */
async function launch(options: ServerOptions): Promise<{ keeper: ChildProcess; url: string }> {
  const keeper = fork(join(root, 'tools/postgres-server.mjs'), [String(process.pid)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let said = '';
  keeper.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(keeper, 'exit').then(() => [{ error: `The database server did not start: ${said}` }]);
  keeper.send(options);
  const [reply] = (await Promise.race([once(keeper, 'message'), ended])) as [{ url?: string; error?: string }];
  if (!reply.url) throw new Error(reply.error);
  return { keeper, url: reply.url };
}

function childrenOf(pid: number): number[] {
  if (existsSync('/proc/self/stat'))
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
      .map(Number);
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return listed.map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([child, parent]) => (child && parent === pid ? [child] : []));
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // it has just ended
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has just ended by itself
  }
}
