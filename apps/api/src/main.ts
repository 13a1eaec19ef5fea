import { fileURLToPath } from 'node:url';
import { Ledger, Seal, assertAppendOnly } from '@casetrail/ledger';
import { Figures, Views, viewEntities } from '@casetrail/readmodel';
import {
  ConfigError,
  assertLooksKept,
  createLogger,
  gracefulShutdown,
  loadConfig,
  openDataSource,
  openPool,
  openVaultKeys,
  searchWordHasher,
} from '@casetrail/runtime';
import { LEDGER_GREW, openQueues } from '@casetrail/runtime/queues';
import { DestroyedKeys, Vault, destroyAgain, destroyDue, unbackedIn } from '@casetrail/vault';
import { createApi } from './api.ts';
import { accessIn } from './http/access.ts';
import { identify } from './http/identify.ts';

const CONNECTIONS = { writing: 16, figures: 8, views: 8, seal: 4, access: 4, looks: 8, vault: 4 }; // a heavy report, or everybody who asks for proofs, must not keep a command waiting

try {
  const config = loadConfig();
  const log = createLogger('api', config);
  const shutdown = gracefulShutdown(log);
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
  const within = { statementWithin: config.statementWithin, lockWithin: config.lockWithin };
  const open = (max: number) => {
    const pool = openPool(config, 'api', { max, onError, ...within });
    shutdown.onStop('database', () => pool.end());
    return pool;
  };
  const pool = open(CONNECTIONS.writing);
  await assertAppendOnly(pool);
  await assertLooksKept(pool);
  const { wrapper, hashes } = openVaultKeys(config);
  const destroyedKeys = new DestroyedKeys(config.vault.destroyedKeysFile);
  const destroyed = await destroyAgain(pool, destroyedKeys);
  if (destroyed.length > 0) log.warn({ persons: destroyed }, 'keys that were to be destroyed, or came back with a backup, are destroyed');
  const unbacked = await unbackedIn(pool, destroyedKeys);
  if (unbacked.length > 0)
    log.warn({ unbacked }, 'the list of destroyed keys names events by which the ledger destroys nothing: it was restored from before, or the list was forged');

  const source = await openDataSource(config, 'api', viewEntities, { max: CONNECTIONS.views, onError, ...within });
  shutdown.onStop('views', () => source.destroy());

  const queues = openQueues(config, 'api', (error, context) => log.warn({ err: error, ...context }, 'the workers could not be woken; they look by themselves'));
  const projectors = queues.openQueue('projectors');
  shutdown.onStop('queue', () => projectors.close());
  const ledger = new Ledger(pool);
  ledger.onAppended = () => projectors.wake(LEDGER_GREW);

  const offices = open(CONNECTIONS.access);
  const app = await createApi({
    ledger,
    figures: new Figures(open(CONNECTIONS.figures)),
    views: new Views(source),
    seal: new Seal(open(CONNECTIONS.seal)),
    verifyToken: identify(config, offices),
    access: accessIn(open(CONNECTIONS.looks), searchWordHasher(config), config.granting),
    vault: new Vault(open(CONNECTIONS.vault), wrapper, hashes),
    destroyDue: () => destroyDue(pool, destroyedKeys),
    log,
    edge: config.edge,
    signIn: config.oidc && { issuer: config.oidc.issuer, ...config.console },
    console: fileURLToPath(new URL('../../web/dist', import.meta.url)),
  });
  shutdown.onStop('api', () => app.close());
  await app.listen(config.port, config.host);
  log.info({ url: await app.getUrl(), queues: queues.backend }, 'listening');
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
