import type { EventEmitter } from 'node:events';
import type { Logger } from './logger.ts';

const WITHIN_MS = 15_000;

export type Shutdown = {
  /** Registers what must be closed. What was opened last is closed first. */
  onStop(name: string, close: () => unknown): void;
  /** Closes everything, once, and ends the process; with code 1 if something failed or took too long. */
  stop(code?: number): Promise<void>;
};

type Surroundings = { readonly process?: Pick<EventEmitter, 'on'>; readonly exit?: (code: number) => void; readonly withinMs?: number };

/** Ends the process in order on SIGINT and SIGTERM, and after an error that nobody caught: then nothing it holds can be trusted. */
export function gracefulShutdown(
  log: Logger,
  { process: self = process, exit = (code) => process.exit(code), withinMs = WITHIN_MS }: Surroundings = {},
): Shutdown {
  const opened: { readonly name: string; readonly close: () => unknown }[] = [];
  let stopping: Promise<void> | undefined;

  const closeAll = async (code: number) => {
    let result = code;
    const limit = setTimeout(() => {
      log.error({ waitingFor: opened.at(-1)?.name, withinMs }, 'stopping takes too long');
      exit(1);
    }, withinMs);
    for (let next = opened.at(-1); next; opened.pop(), next = opened.at(-1))
      try {
        await next.close();
      } catch (error) {
        log.error({ err: error, part: next.name }, 'could not be closed');
        result = 1;
      }
    clearTimeout(limit);
    log.info({ code: result }, 'stopped');
    exit(result);
  };

  const stop = (code = 0) => (stopping ??= closeAll(code));
  for (const signal of ['SIGINT', 'SIGTERM'])
    self.on(signal, () => {
      log.info({ signal }, 'stopping');
      void stop();
    });
  for (const fault of ['uncaughtException', 'unhandledRejection'])
    self.on(fault, (error: unknown) => {
      log.fatal({ err: error }, fault);
      void stop(1);
    });
  return { onStop: (name, close) => void opened.push({ name, close }), stop };
}
