import { Ledger, assertAppendOnly } from '@casetrail/ledger';
import { Figures, Views } from '@casetrail/readmodel';
import { ConfigError, createLogger, developmentTokens, gracefulShutdown, identityHasher, loadConfig, openPool, openQueues } from '@casetrail/runtime';
import { createApi } from './api.ts';

const CONNECTIONS = { writing: 16, reading: 8 };

try {
  const config = loadConfig();
  const log = createLogger('api', config);
  const shutdown = gracefulShutdown(log);
  const open = (max: number) => {
    const pool = openPool(config, 'api', { max, onError: (error) => log.warn({ err: error }, 'a database connection was lost') });
    shutdown.onStop('database', () => pool.end());
    return pool;
  };
  const pool = open(CONNECTIONS.writing);
  const readingPool = open(CONNECTIONS.reading); // a heavy report must not keep a command waiting
  await assertAppendOnly(pool);

  const queues = openQueues(config, 'api', (error, context) => log.warn({ err: error, ...context }, 'the workers could not be woken; they look by themselves'));
  const projectors = queues.openQueue('projectors');
  shutdown.onStop('queue', () => projectors.close());
  const ledger = new Ledger(pool);
  ledger.onAppended = () => {
    projectors.wake('figures');
    projectors.wake('views');
  };

  const app = await createApi({
    ledger,
    figures: new Figures(readingPool),
    views: new Views(readingPool),
    verifyToken: developmentTokens(config).verifyToken,
    hashIdentity: identityHasher(config),
    log,
  });
  shutdown.onStop('api', () => app.close());
  await app.listen(config.port, config.host);
  log.info({ address: await app.getUrl(), queues: queues.backend }, 'listening');
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
