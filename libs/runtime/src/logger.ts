import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from './config.ts';

export type { Logger } from 'pino';

/**
 * What a log may say of an error. Not more: a database error also carries the values of the row, and those are people.
 * Its message names the constraint, its code tells what kind it is.
 */
const describeError = (error: Error & { readonly code?: unknown }): Record<string, unknown> => ({
  type: error.name,
  ...(error.code !== undefined && { code: error.code }),
  message: error.message,
  stack: error.stack,
  ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
});

/** Never written, wherever it turns up at the top level or one below: secrets, and what tells who somebody is. */
const unspoken = ['authorization', 'cookie', 'password', 'token', 'name', 'aliases', 'idNumber', 'idHash', 'bornOn', 'address', 'phone', 'personalData'];

/** JSON lines on standard output, each with the process that wrote it. */
export function createLogger(processName: string, { logLevel }: Pick<Config, 'logLevel'>, destination?: DestinationStream): Logger {
  const options = {
    level: logLevel,
    base: { process: processName, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: unspoken.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '(not logged)' },
  };
  return destination ? pino(options, destination) : pino(options);
}

type Severity = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Lets Nest write to our log. Nest passes the context as the last argument, and for an error the stack before it. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (severity: Severity) =>
    (message: unknown, ...more: unknown[]) => {
      const context = typeof more.at(-1) === 'string' ? more.at(-1) : undefined;
      const stack = more.length > 1 && typeof more[0] === 'string' ? more[0] : undefined;
      if (message instanceof Error) logger[severity]({ context, err: message }, message.message);
      else logger[severity]({ context, stack }, typeof message === 'string' ? message : JSON.stringify(message));
    };
  return { log: write('info'), error: write('error'), warn: write('warn'), debug: write('debug'), verbose: write('trace'), fatal: write('fatal') };
}
