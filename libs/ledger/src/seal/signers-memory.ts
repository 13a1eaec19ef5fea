import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a signer signed last, kept apart from the database: whoever can change the database must not be able to change this too. */
export interface SignersMemory {
  recall(): Promise<string | undefined>;
  /** Has taken effect for good when it resolves. */
  remember(note: string): Promise<void>;
}

/** A signer's memory in a file, which is replaced as a whole. */
export const memoryIn = (path: string): SignersMemory => ({
  async recall() {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },

  async remember(note) {
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    const fresh = `${path}.${process.pid}.new`;
    await synced(fresh, note);
    await rename(fresh, path);
    if (process.platform !== 'win32') await synced(folder); // there, a folder cannot be opened
  },
});

async function synced(path: string, content?: string): Promise<void> {
  const file = await open(path, content === undefined ? 'r' : 'w', 0o600);
  try {
    if (content !== undefined) await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
