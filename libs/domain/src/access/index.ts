export * from './concern.ts';
export * from './decide-access.ts';
export * from './involvement.ts';
export * from './organisations.ts';
export * from './permit.ts';
export * from './policy.ts';
export * from './reach.ts';
export * from './reveal.ts';
