export { bundleIn } from './bundle-source.ts';
export { FolderInUse, type WriteOptions, type Written, writeBundle } from './bundle-writer.ts';
export { SNAPSHOT, ledgerIn } from './database-source.ts';
export { type Finding, type FindingCode, NotHolding, findings } from './finding.ts';
export type { AuditSource, StoredLine } from './source.ts';
export { type Verdict, type VerifiedStep, type VerifyOptions, verify } from './verify.ts';
