import { canonicalJson } from '@casetrail/ledger';
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Where things are in a bundle. Tiles lie where C2SP tlog-tiles has them. */
export const FORMAT = 'casetrail-bundle/v1';
export const MANIFEST = 'bundle.json';
export const CHECKPOINT = 'checkpoint';
export const RULES = 'rules.json';
export const LINES_IN_FILE = 100_000;
export const folders = { checkpoints: 'checkpoints', events: 'events', tiles: 'tile', publications: 'publications' } as const;
export const eventsPath = (number: number): string => `${folders.events}/${String(number).padStart(6, '0')}.ndjson`;
export const publicationPath = (id: string): string => `${folders.publications}/${id}.json`;
export const checkpointPath = (size: number): string => `${folders.checkpoints}/${size}`;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const listed = z.strictObject({ sha256: digest, lines: z.int().positive().optional() });
export const manifest = z.strictObject({
  format: z.literal(FORMAT),
  origin: z.string().min(1),
  /** The public key that has signed the checkpoint: an auditor compares it with the one that was made known. Then those that signed before. */
  key: z.string(),
  formerKeys: z.array(z.string()),
  size: z.int().positive(),
  createdAt: z.iso.datetime({ precision: 3 }),
  /** The version of the rules by which the program counts that has written this. */
  rules: z.string(),
  files: z.record(z.string(), listed),
  /** SHA-256 over all of the above. Against accidents: it is the signature that holds against people. */
  checksum: digest,
});
export type Manifest = z.infer<typeof manifest>;
export type ListedFile = z.infer<typeof listed>;

export const checksumOf = ({ checksum: _, ...rest }: Omit<Manifest, 'checksum'> & { readonly checksum?: string }): string =>
  createHash('sha256').update(canonicalJson(rest)).digest('hex');

/** As people read it. */
export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
