// The processes of npm start: how they are started, and how they are stopped together, the apps before the database.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { root } from './install.mjs';

const PATIENCE_MS = 20_000; // longer than an app gives itself
/** Node programs end when this process is gone, however it went. */
const withParent = `data:text/javascript,process.on('disconnect',()=>process.kill(process.pid,'SIGTERM'));if(process.channel)process.channel.unref()`;

/** Somebody asked to stop while something was under way. */
export class Stopped extends Error {}

const children = new Set();
const afterwards = [];
let stopping;
export const isStopping = () => stopping !== undefined;
/** Registers what is stopped after all processes are. */
export const onStop = (close) => afterwards.push(close);

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(force);
}

/** Stops everything, once, and ends this process. */
export function stop(code, message) {
  return (stopping ??= (async () => {
    if (message) console.error(`\n${message}`);
    await Promise.all([...children].map(end));
    for (const close of afterwards.reverse()) await close();
    process.exit(code);
  })());
}

function startNode(script, args, { env = process.env, stdout = 'inherit', stderr = 'inherit', detached = false }) {
  if (stopping) throw new Stopped();
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', withParent, script, ...args], {
    cwd: root,
    env,
    detached,
    stdio: ['ignore', stdout, stderr, 'ipc'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Runs a program to its end and resolves to what it printed, if stdout is 'pipe'. */
export async function run(name, script, args, options = {}) {
  const child = startNode(script, args, { ...options, detached: true });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => (printed += text));
  const [code, signal] = await once(child, 'close');
  if (stopping) throw new Stopped();
  if (code !== 0) throw new Error(`${name} failed${signal ? ` (${signal})` : ''}.`);
  return printed;
}

const TAIL = 2000;

/** Starts a program that is there to stay, with its output in a file. When it ends, everything does. */
export function startApp(name, { env, log }) {
  const output = fs.openSync(log, 'a');
  const from = fs.fstatSync(output).size;
  const child = startNode(`apps/${name}/dist/main.js`, [], { env, stdout: output, stderr: output, detached: true });
  fs.closeSync(output);
  child.once('exit', (code, signal) => {
    if (stopping) return;
    const said = fs.readFileSync(log).subarray(from).toString('utf8').slice(-TAIL);
    void stop(1, `The ${name} has ended (${signal ?? code}). The last it said, in ${log}:\n\n${said}`);
  });
}
