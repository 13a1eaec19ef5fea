import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './ports.ts';
import { until } from './until.ts';

/** A Redis server that keeps nothing on disk: killed, it has forgotten everything. Needs the program redis-server. */
export class RedisServer {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess;

  static async start(folder: string): Promise<RedisServer> {
    const port = await freePort();
    return new RedisServer(folder, port, await launch(folder, port));
  }

  private constructor(folder: string, port: number, child: ChildProcess) {
    this.#folder = folder;
    this.#port = port;
    this.#process = child;
    this.url = `redis://127.0.0.1:${port}`;
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async restart(): Promise<void> {
    this.#process = await launch(this.#folder, this.#port);
  }

  /** Throws away everything it holds while it runs. */
  async flush(): Promise<void> {
    const redis = new Redis(this.url, { maxRetriesPerRequest: 1 });
    await redis.flushall();
    redis.disconnect();
  }
}

async function launch(folder: string, port: number): Promise<ChildProcess> {
  const log = openSync(join(folder, 'redis.log'), 'a');
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', args, { stdio: ['ignore', log, log] });
  closeSync(log);
  const failed = once(child, 'error').then(([error]) => Promise.reject(new Error('The program redis-server cannot be run.', { cause: error })));
  await Promise.race([failed, until('redis-server answers', () => answers(port))]);
  return child;
}

async function answers(port: number): Promise<boolean> {
  const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined); // it does not answer yet
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
