export { canonicalJson } from './canonical-json.ts';
export * from './execute.ts';
export * from './import.ts';
export * from './ledger.ts';
export * from './seal/index.ts';
export { assertAppendOnly, LedgerNotProtected } from './self-test.ts';
export * from './tree/index.ts';
export { type StoredEvent, idOf, parseBytes } from './stored-event.ts';
export { ledgerMigrations } from './migrations/index.ts';
