export * from './actions.ts';
export * from './involvement.ts';
export * from './organisations.ts';
export * from './permit.ts';
export * from './reach.ts';
export * from './reveal.ts';
