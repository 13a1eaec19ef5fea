import { Vault1700000000800 } from './1700000000800-vault.ts';
import { Entering1700000000810 } from './1700000000810-entering.ts';

/** In the order in which they are applied, after those of the ledger and of the offices. */
export const vaultMigrations = [Vault1700000000800, Entering1700000000810];
