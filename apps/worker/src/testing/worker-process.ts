import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './until.ts';

/** Specs run as CommonJS, where __dirname is known. */
const app = join(__dirname, '../..');

type LogLine = { readonly level: string; readonly msg: string; readonly err?: { readonly message: string }; readonly [key: string]: unknown };

/** A test run that breaks off leaves nobody behind. */
const withTest = "data:text/javascript,process.on('disconnect',()=>process.kill(process.pid,'SIGKILL'));process.channel?.unref()";

/** A worker as it runs in production: a process of its own, made from what is built. */
export class WorkerProcess {
  /** The name of its connections. */
  readonly label: string;
  readonly log: LogLine[] = [];
  complaints = '';
  readonly #process: ChildProcess;
  readonly #over: Promise<unknown>;

  constructor(label: string, env: NodeJS.ProcessEnv) {
    this.label = label;
    this.#process = spawn(process.execPath, ['--import', withTest, join(app, 'dist/main.js')], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => this.log.push(JSON.parse(line) as LogLine));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
    this.#over = Promise.all([once(lines, 'close'), once(this.#process, 'close')]);
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Lines of the log whose message, or whose error's, matches. */
  linesOf(words: RegExp): LogLine[] {
    return this.log.filter(({ msg, err }) => words.test(msg) || (err && words.test(err.message)));
  }

  /** Waits until the log says it. A process that has ended says nothing more. */
  async says(words: RegExp): Promise<LogLine> {
    const line = await until(`the worker says ${words}`, () => this.linesOf(words)[0] ?? (this.isRunning ? undefined : 'ended'));
    if (line === 'ended')
      throw new Error(`The worker has ended (${await this.over()}) before it said ${words}:\n${this.complaints}${JSON.stringify(this.log, undefined, 1)}`);
    return line;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Waits for the end of the process; answers with its exit code, or with the signal that killed it. */
  async over(): Promise<number | string | null> {
    await this.#over;
    return this.#process.signalCode ?? this.#process.exitCode;
  }

  stop(): Promise<number | string | null> {
    this.signal('SIGTERM');
    return this.over();
  }

  kill(): Promise<number | string | null> {
    this.signal('SIGKILL');
    return this.over();
  }
}
