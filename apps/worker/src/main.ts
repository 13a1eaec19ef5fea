import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Ledger, assertAppendOnly } from '@casetrail/ledger';
import { ConfigError, assertLooksKept, connectionOf, createLogger, gracefulShutdown, loadConfig, nestLogger, openPool } from '@casetrail/runtime';
import { openQueues } from '@casetrail/runtime/queues';
import { ProjectionJob } from './projection.job.ts';
import { RebuildJob } from './rebuild.job.ts';
import { WorkerModule } from './worker.module.ts';

try {
  const config = loadConfig();
  const log = createLogger('worker', config);
  const shutdown = gracefulShutdown(log);
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
  const pool = openPool(config, 'worker', { max: 6, onError, isPipelined: true });
  shutdown.onStop('database', () => pool.end());
  const appending = openPool(config, 'api', { max: 1, onError });
  shutdown.onStop('ledger', () => appending.end());
  await assertAppendOnly(pool);
  await assertLooksKept(pool);
  const queues = openQueues(config, 'worker', (error, context) =>
    log.error({ err: error, ...context }, 'the queue is in trouble; the projectors look without it'),
  );
  const app = await NestFactory.createApplicationContext(
    WorkerModule.register({
      pool,
      connection: connectionOf(config, 'worker'),
      queues,
      seal: config,
      erase: config,
      ledger: new Ledger(appending),
      anchorLooksEvery: config.anchorLooksEvery,
      log,
    }),
    { logger: nestLogger(log) },
  );
  shutdown.onStop('worker', () => app.close());
  await Promise.all([app.get(ProjectionJob).takesWakeUps(), app.get(RebuildJob).takesTasks()]);
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
