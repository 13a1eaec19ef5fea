export { BadList, DestroyedKeys, type Destruction, destroyAgain, destroyDue, unbackedIn } from './destroyed-keys.ts';
export { fillVault, type Filling } from './fill.ts';
export { type KeyedHashes, keyedHashes } from './keyed-hashes.ts';
export { type KeyWrapper, type WrappedKey, aesKeyWrapper, newerAndOlder } from './key-wrapper.ts';
export { vaultMigrations } from './migrations/index.ts';
export { rewrap } from './rewrap.ts';
export { Unreadable } from './sealing.ts';
export { sweepVault } from './sweep.ts';
export { type Claim, KeyDestroyed, type Look, type Looker, type PersonalData, type Revealed, type Sealed, Vault } from './vault.ts';
