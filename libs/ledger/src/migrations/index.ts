import { Ledger1700000000100 } from './1700000000100-ledger.ts';

export const ledgerMigrations = [Ledger1700000000100];
