import { AppendInSets1700000000490 } from './1700000000490-append-in-sets.ts';
import { Ledger1700000000100 } from './1700000000100-ledger.ts';
import { Publications1700000000460 } from './1700000000460-publications.ts';
import { LoadByIndex1700000000480 } from './1700000000480-load-by-index.ts';
import { Seal1700000000400 } from './1700000000400-seal.ts';

export const ledgerMigrations = [Ledger1700000000100, Seal1700000000400, Publications1700000000460, LoadByIndex1700000000480, AppendInSets1700000000490];
