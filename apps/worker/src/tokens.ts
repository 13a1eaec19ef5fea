/** What the modules of this process are given by its start. */
export const POOL = Symbol('pool');
export const QUEUES = Symbol('queues');
export const LOGGER = Symbol('logger');
export const SEAL_CONFIG = Symbol('sealConfig');
export const ERASE_CONFIG = Symbol('eraseConfig');
/** How a thread reaches the database by itself. */
export const CONNECTION = Symbol('connection');
/** The ledger with the rights to append to it. */
export const LEDGER = Symbol('ledger');
/** In milliseconds. */
export const ANCHOR_LOOKS_EVERY = Symbol('anchorLooksEvery');
