export * from './counting/index.ts';
export * from './rebuild/index.ts';
export * from './views/index.ts';
export { readModelMigrations } from './migrations/index.ts';
