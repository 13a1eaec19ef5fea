import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

/** A campaign that breaks off leaves nobody behind. */
const withCampaign = "data:text/javascript,process.on('disconnect',()=>process.kill(process.pid,'SIGKILL'));process.channel.unref()";
/** A campaign asks more often than anybody would. */
const withoutEnd = { CASETRAIL_READS_IN_TEN_SECONDS: '0', CASETRAIL_WRITES_IN_TEN_SECONDS: '0', CASETRAIL_STRANGERS_IN_TEN_SECONDS: '0' };
const TAIL = 2000;

/** One of our programs as it runs in production: a process of its own, made from what is built. */
export class AppProcess {
  readonly #process: ChildProcess;
  readonly #log: string;
  readonly #before: number;

  /** `script` is relative to the workspace. Its output goes to `log`. */
  constructor(script: string, env: NodeJS.ProcessEnv, log: string) {
    const output = openSync(log, 'a');
    this.#log = log;
    this.#before = fstatSync(output).size;
    this.#process = spawn(process.execPath, ['--enable-source-maps', '--import', withCampaign, join(root, script)], {
      env: { ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'warn', ...withoutEnd, ...env },
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Whether it has said something since it was started. */
  hasSaid(text: string): boolean {
    return readFileSync(this.#log).subarray(this.#before).includes(text);
  }

  /** @throws Error with the last it said, if it has ended by itself */
  assertRunning(): void {
    if (!this.isRunning) throw new Error(`A process has ended by itself (${this.#process.exitCode}): ${readFileSync(this.#log, 'utf8').slice(-TAIL)}`);
  }

  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** Runs one of our programs to its end. @throws Error with what it said, when it fails */
export async function runProgram(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} failed (${code}): ${said}`);
  return said;
}
