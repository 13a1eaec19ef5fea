import { countingMigrations } from '../counting/index.ts';
import { viewMigrations } from '../views/index.ts';
import { Operations1700000000500 } from './1700000000500-operations.ts';

export const readModelMigrations = [...countingMigrations, ...viewMigrations, Operations1700000000500];
