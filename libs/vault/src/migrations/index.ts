import { Vault1700000000800 } from './1700000000800-vault.ts';

/** In the order in which they are applied, after those of the ledger and of the offices. */
export const vaultMigrations = [Vault1700000000800];
