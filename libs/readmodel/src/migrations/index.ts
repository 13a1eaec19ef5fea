import { countingMigrations } from '../counting/index.ts';
import { viewMigrations } from '../views/index.ts';

export const readModelMigrations = [...countingMigrations, ...viewMigrations];
