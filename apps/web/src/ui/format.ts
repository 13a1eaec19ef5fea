/** A hash as far as an eye compares it. */
export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-6)}` : hash);

/** The record that an event is of: what stands before the version. */
export const streamOf = (event: string): string => event.slice(0, event.lastIndexOf('@'));
export const versionOf = (event: string): number => Number(event.slice(event.lastIndexOf('@') + 1));

/** An id as far as a person needs it: the category and the end of it. */
export const shortId = (id: string): string => id.replace(/^([a-z_]+)-[0-9A-Z]+([0-9A-Z]{6})$/, '$1-…$2');
