import { fileURLToPath } from 'node:url';

/** The folder of the whole workspace, from what is built and from the sources alike. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
