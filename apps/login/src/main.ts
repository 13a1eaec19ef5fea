import { once } from 'node:events';
import { Ledger } from '@casetrail/ledger';
import { type Config, ConfigError, createLogger, gracefulShutdown, loadConfig, openPool } from '@casetrail/runtime';
import { createProvider } from './provider.ts';
import { seedOffices } from './seed.ts';
import { createLoginServer } from './server.ts';
import { signingKey } from './signing-key.ts';

/** Where the local issuer is. There is none in production, and none for others than this machine. */
function addressOf({ oidc, isProduction }: Config): URL {
  const refusal = (variable: string, message: string) => new ConfigError([{ variable, message }]);
  if (isProduction) throw refusal('NODE_ENV', 'must not be production: the local issuer asks for no password');
  const url = oidc && new URL(oidc.issuer);
  if (url?.protocol !== 'http:' || url.port === '' || url.origin !== oidc?.issuer)
    throw refusal('OIDC_ISSUER', 'must be on this machine, like http://127.0.0.1:3002: the local issuer stands in for no other');
  return url;
}

try {
  const config = loadConfig();
  const { hostname, port, origin } = addressOf(config);
  const log = createLogger('login', config);
  const shutdown = gracefulShutdown(log);
  const owner = openPool(config, 'owner', { max: 1, onError: (error) => log.warn({ err: error }, 'a database connection was lost') });
  const seeded = (await new Ledger(owner).kind()) === 'demo' ? await seedOffices(owner, origin) : 0;
  await owner.end();

  const provider = createProvider({ issuer: origin, audience: config.oidc?.audience as string }, await signingKey(config.home));
  provider.on('server_error', (_, error) => log.error({ err: error }, 'a sign-in failed'));
  const server = createLoginServer(provider).listen(Number(port), hostname.replace(/^\[|\]$/g, ''));
  await once(server, 'listening');
  shutdown.onStop('login', () => {
    server.closeAllConnections();
    server.close();
  });
  log.info({ url: origin, seeded }, 'listening');
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
