import { EventEmitter } from 'node:events';
import { createLogger } from './logger.ts';
import { gracefulShutdown } from './shutdown.ts';

function running({ withinMs = 10_000 } = {}) {
  const happened: string[] = [];
  const signals = new EventEmitter();
  let ended: (code: number) => void = () => {};
  const code = new Promise<number>((done) => (ended = done));
  const log = createLogger('spec', { logLevel: 'info' }, { write: (line: string) => void happened.push((JSON.parse(line) as { msg: string }).msg) });
  const shutdown = gracefulShutdown(log, { process: signals, exit: ended, withinMs });
  return { ...shutdown, happened, signals, code };
}

describe('stopping', () => {
  it.each(['SIGINT', 'SIGTERM'])('on %s closes last what was opened first', async (signal) => {
    const { onStop, signals, code, happened } = running();
    onStop('database', () => void happened.push('database closed'));
    onStop('worker', async () => void happened.push('worker closed'));
    signals.emit(signal, signal);
    expect(await code).toBe(0);
    expect(happened).toEqual(['stopping', 'worker closed', 'database closed', 'stopped']);
  });

  it('happens once, however often it is asked for', async () => {
    const { onStop, signals, stop, code, happened } = running();
    onStop('database', async () => void happened.push('database closed'));
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGTERM', 'SIGTERM');
    await stop();
    expect(await code).toBe(0);
    expect(happened.filter((what) => what === 'database closed')).toHaveLength(1);
  });

  it('closes the rest although one part fails, and says so', async () => {
    const { onStop, stop, code, happened } = running();
    onStop('database', () => void happened.push('database closed'));
    onStop('worker', () => Promise.reject(new Error('stuck')));
    void stop();
    expect(await code).toBe(1);
    expect(happened).toEqual(['could not be closed', 'database closed', 'stopped']);
  });

  it('is given up when it takes too long', async () => {
    const { onStop, stop, code, happened } = running({ withinMs: 10 });
    onStop('worker', () => new Promise(() => {}));
    void stop();
    expect(await code).toBe(1);
    expect(happened).toEqual(['stopping takes too long']);
  });

  it('follows an error that nobody caught', async () => {
    const { signals, code, happened } = running();
    signals.emit('uncaughtException', new Error('a bug'));
    expect(await code).toBe(1);
    expect(happened).toEqual(['uncaughtException', 'stopped']);
  });
});
