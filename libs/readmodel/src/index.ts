export * from './counting/index.ts';
export * from './publications/index.ts';
export * from './views/index.ts';
export { readModelMigrations } from './migrations/index.ts';
