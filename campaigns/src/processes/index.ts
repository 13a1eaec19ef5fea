export { AppProcess, runProgram } from './app.ts';
export { freePort } from './ports.ts';
export { PostgresServer } from './postgres.ts';
export { RedisServer } from './redis.ts';
export { root } from './root.ts';
export { until } from './until.ts';
