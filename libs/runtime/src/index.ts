export { type Config, ConfigError, type LogLevel, loadConfig } from './config.ts';
export { type DatabaseRole, type Migration, connectionOf, migrate, openDataSource, openPool } from './database.ts';
export { DEVELOPMENT_ISSUER, type DevelopmentTokens, developmentTokens } from './development-token.ts';
export { type Edge, usualEdge } from './edge.ts';
export { type IdentityNumber, checkCharacterOf, identityHasher, parseIdentityNumber, personIdOf } from './identity-number.ts';
export { type Logger, createLogger, nestLogger } from './logger.ts';
export { originOf, sealSigner } from './seal-key.ts';
export { type Flows, Hopeless, type QueueName, type Queues, type ReportTrouble, type WakeUps, openQueues, queueNames } from './queues.ts';
export { type Shutdown, gracefulShutdown } from './shutdown.ts';
