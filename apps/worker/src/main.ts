import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { assertAppendOnly } from '@casetrail/ledger';
import { ConfigError, createLogger, gracefulShutdown, loadConfig, nestLogger, openPool, openQueues } from '@casetrail/runtime';
import { ProjectionJob } from './projection.job.ts';
import { WorkerModule } from './worker.module.ts';

try {
  const config = loadConfig();
  const log = createLogger('worker', config);
  const shutdown = gracefulShutdown(log);
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
  const pool = openPool(config, 'worker', { max: 6, onError });
  // The pool listens to idle connections only. One that breaks in the middle of a batch fails the batch, and must not end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  shutdown.onStop('database', () => pool.end());
  await assertAppendOnly(pool);
  const queues = openQueues(config, 'worker', (error, context) =>
    log.error({ err: error, ...context }, 'the queue is in trouble; the projectors look without it'),
  );
  const app = await NestFactory.createApplicationContext(WorkerModule.register({ pool, queues, log }), { logger: nestLogger(log) });
  shutdown.onStop('worker', () => app.close());
  await app.get(ProjectionJob).takesWakeUps();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
