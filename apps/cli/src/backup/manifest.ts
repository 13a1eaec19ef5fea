import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { civilDate } from '@casetrail/domain';

/** The file that says what else a backup consists of. It is written last: a folder without it is no backup. */
export const MANIFEST = 'backup.json';
/** Events that no signed checkpoint covers yet; those that one covers are in the files of the audit bundle. */
export const NEWER = 'newer.ndjson';
export const COMMANDS = 'commands.copy';
export const CHECKPOINTS = 'checkpoints.ndjson';
export const KEYS = 'keys.ndjson';

const count = z.int().nonnegative();
const base64 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const manifest = z.strictObject({
  format: z.literal('casetrail-backup/v1'),
  createdAt: z.iso.datetime(),
  ledger: z.strictObject({ position: count.min(1), commands: count, root: base64.describe('RFC 6962, over all its events') }),
  sealed: count.describe('How many events the newest signed checkpoint covers'),
  files: z.record(z.string(), z.strictObject({ bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  /** What the figures were, under which rules, and at which position of the ledger. */
  summary: z.strictObject({
    rules: z.string(),
    position: count,
    totals: z.array(z.strictObject({ asOf: civilDate, values: z.record(z.string(), z.int()) })),
  }),
});
export type Manifest = z.infer<typeof manifest>;
export type Summary = Manifest['summary'];

/** What is in the folder is not the backup that was made: nothing of it is restored. */
export class BadBackup extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadBackup';
  }
}

/** The files that hold the events, in the order of the ledger. */
export const eventFiles = ({ files }: Pick<Manifest, 'files'>): string[] => [
  ...Object.keys(files)
    .filter((name) => /^events\/\d{6}\.ndjson$/.test(name))
    .sort(),
  NEWER,
];

/** @throws BadBackup for a folder that holds no backup of this form */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    throw new BadBackup(`${folder} holds no ${MANIFEST}: it is no backup, or one that was not finished.`);
  });
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new BadBackup(`${MANIFEST} was cut off or changed: it is no JSON.`);
  }
  const { data, error } = manifest.safeParse(read);
  if (!data)
    throw new BadBackup(`${MANIFEST} is not of this version of Casetrail, or was changed: ${error.issues[0]?.path.join('.')} ${error.issues[0]?.message}`);
  return data;
}
