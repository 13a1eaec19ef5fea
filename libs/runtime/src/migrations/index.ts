import { Access1700000000700 } from './1700000000700-access.ts';
import { Looks1700000000750 } from './1700000000750-looks.ts';
import { Exports1700000000790 } from './1700000000790-exports.ts';

/** In the order in which they are applied, after those of the ledger, which makes the roles. */
export const accessMigrations = [Access1700000000700, Looks1700000000750, Exports1700000000790];
