export * from './leaf.ts';
export * from './merkle.ts';
export * from './note.ts';
export * from './proofs.ts';
export * from './tiles.ts';
