export { BadList, DestroyedKeys, type Destruction, destroyAgain, destroyDue } from './destroyed-keys.ts';
export { type IdentityNumber, type KeyedHashes, checkCharacterOf, keyedHashes, parseIdentityNumber } from './identity-number.ts';
export { type KeyWrapper, type WrappedKey, aesKeyWrapper, newerAndOlder } from './key-wrapper.ts';
export { vaultMigrations } from './migrations/index.ts';
export { Unreadable } from './sealing.ts';
export { type Claim, KeyDestroyed, type Look, type Looker, type PersonalData, type Revealed, Vault } from './vault.ts';
