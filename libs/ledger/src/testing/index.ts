export { AppendLock } from './append-lock.ts';
export { type TestDatabase, copiedDatabase, testDatabase } from './databases.ts';
export { fillLedger } from './fill-ledger.ts';
export { recordMany, reportEntry } from './many-events.ts';
export * from './station.ts';
