export { createApi } from './api.ts';
export type { ApiParts } from './api.module.ts';
