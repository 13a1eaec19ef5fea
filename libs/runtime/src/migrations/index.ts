import { Access1700000000700 } from './1700000000700-access.ts';
import { Exports1700000000750 } from './1700000000750-exports.ts';

/** In the order in which they are applied, after those of the ledger, which makes the roles. */
export const accessMigrations = [Access1700000000700, Exports1700000000750];
