export { type Identity, type Issuer, accessTokens } from './access/access-token.ts';
export { type Grant, type Held, grantOffice, listChanges, listOffices, revokeOffices } from './access/granting.ts';
export { IssuerUnavailable } from './access/issuer-keys.ts';
export { type Anchor, LookAnchoring, LooksDiffer, anchorsIn, follow, looksTo } from './access/look-anchors.ts';
export {
  type LookDay,
  type LookDayAt,
  type LookFilter,
  type LookFlag,
  type LookRow,
  flagsOf,
  listLooks,
  lookFlags,
  reviewsWaiting,
  summariseLooks,
} from './access/look-list.ts';
export { LookTree } from './access/look-tree.ts';
export { type Look, LookNotRecorded, recordLook, recordReading } from './access/looks.ts';
export { officeName, officesOf, organsOf } from './access/offices.ts';
export { policyHash } from './access/policy-hash.ts';
export { type HashWords, searchWordHasher } from './access/search-words.ts';
export { assertLooksKept } from './access/self-test.ts';
export { type Granting, usualGranting } from './access/settings.ts';
export {
  type Begun,
  type TieAct,
  type TieCommand,
  type TieFilter,
  type TieKind,
  type TieRow,
  type TieVerdict,
  beginTie,
  changeTie,
  listTies,
  tieAnswered,
  tieById,
  tiesOf,
} from './access/ties.ts';
export { type Config, ConfigError, type LogLevel, loadConfig } from './config.ts';
export { type DatabaseRole, type Migration, connectionOf, migrate, openDataSource, openPool } from './database.ts';
export { type Verified, verifiedOnce } from './access/verified-tokens.ts';
export { DEVELOPMENT_ISSUER, type DevelopmentTokens, developmentTokens } from './development-token.ts';
export { type Edge, usualEdge } from './edge.ts';
export { makeOnce } from './key-file.ts';
export { type Logger, createLogger, nestLogger } from './logger.ts';
export { accessMigrations } from './migrations/index.ts';
export { originOf, sealSigner } from './seal-key.ts';
export { openVaultKeys } from './vault-keys.ts';
export { type Shutdown, gracefulShutdown } from './shutdown.ts';
