import { Access1700000000700 } from './1700000000700-access.ts';

/** In the order in which they are applied, after those of the ledger, which makes the roles. */
export const accessMigrations = [Access1700000000700];
