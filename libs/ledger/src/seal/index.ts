export { tellRefusal, withdrawRefusal } from './refusals.ts';
export { Seal, type SealStatus, type SignedCheckpoint } from './seal.ts';
export { SEALED_AT_ONCE, type SealedTo, type Sealing, SealRefused, sealOnce } from './sealer.ts';
export { type SignersMemory, memoryIn } from './signers-memory.ts';
