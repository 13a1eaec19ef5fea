import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GrowingTree, NotASignedNote, type NoteVerifier, leafHash, leafOf, openCheckpoint, verifierOf } from '@casetrail/ledger';
import type { Anchor } from '@casetrail/runtime';
import { VAULT_KEYS } from './beside.ts';
import { eventsIn, linesIn } from './lines.ts';
import { BadBackup, CHECKPOINTS, COMMANDS, KEYS, type Manifest, eventFiles, readManifest } from './manifest.ts';
import { fingerprintOf } from './write.ts';

const checkpoint = z.strictObject({ size: z.int().positive(), root: z.string(), note: z.string(), signedAt: z.string() });
const key = z.strictObject({ verifier: z.string(), since: z.string() });
export type BackedUpCheckpoint = z.infer<typeof checkpoint>;
export type BackedUpKey = z.infer<typeof key>;

/** A backup that holds together. `checkpoints`: all that were signed, by size. `anchors`: what the looks were, as its events say. */
export type CheckedBackup = {
  readonly folder: string;
  /** Where a file of the backup is: the wrapped keys may be kept elsewhere. */
  readonly pathOf: (file: string) => string;
  readonly manifest: Manifest;
  readonly checkpoints: readonly BackedUpCheckpoint[];
  readonly keys: readonly BackedUpKey[];
  readonly anchors: readonly Anchor[];
};

/**
 * Reads a backup through without a database: every file is what it was, every event has its hash and its place, the tree over them has the root that was
 * written down, and at the size of each checkpoint the root that was signed.
 * @throws BadBackup with what is wrong and where
 */
export async function checkBackup(folder: string, vaultKeys?: string): Promise<CheckedBackup> {
  const manifest = await readManifest(folder);
  const pathOf = (file: string) => (file === VAULT_KEYS && vaultKeys !== undefined ? vaultKeys : join(folder, file));
  const wrong = await wrongFiles(pathOf, manifest);
  const [checkpoints, keys] = wrong.some(({ name }) => name === CHECKPOINTS || name === KEYS)
    ? [[], []]
    : [await linesOf(join(folder, CHECKPOINTS), checkpoint), await linesOf(join(folder, KEYS), key)];
  // Which event it is says more than which file: so the events are looked at before anybody is told.
  const roots = wrong.some(({ isMissing }) => isMissing) ? undefined : await rootsOf(folder, manifest, new Set(checkpoints.map(({ size }) => size)), wrong);
  if (wrong[0]) throw new BadBackup(wrong.map(({ says }) => says).join('\n'));
  const { root, at, anchors } = roots as NonNullable<typeof roots>;
  if (root !== manifest.ledger.root)
    throw new BadBackup(`The events are not those that were backed up: the root over them is ${root}, not ${manifest.ledger.root}.`);
  const verifiers = keys.map(({ verifier }) => verifierOf(verifier));
  for (const signed of checkpoints) verify(signed, verifiers, at);
  if ((checkpoints.at(-1)?.size ?? 0) !== manifest.sealed) throw new BadBackup(`The newest checkpoint, of ${manifest.sealed} events, is missing.`);
  const commands = await countLines(join(folder, COMMANDS));
  if (commands !== manifest.ledger.commands) throw new BadBackup(`${COMMANDS} holds ${commands} commands, not ${manifest.ledger.commands}.`);
  return { folder, pathOf, manifest, checkpoints, keys, anchors };
}

type Wrong = { readonly name: string; readonly isMissing: boolean; readonly says: string };

async function wrongFiles(pathOf: CheckedBackup['pathOf'], { files }: Manifest): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  for (const name of [...new Set([...Object.keys(files), ...eventFiles({ files }), COMMANDS, CHECKPOINTS, KEYS])]) {
    const path = pathOf(name);
    const expected = files[name];
    const size = (await stat(path).catch(() => undefined))?.size;
    if (!expected || size === undefined)
      wrong.push({ name, isMissing: true, says: `${name} is missing.${name === VAULT_KEYS ? ' Where it is kept elsewhere, name it: --vault-keys.' : ''}` });
    else if (size < expected.bytes) wrong.push({ name, isMissing: false, says: `${name} was cut off: it has ${size} bytes, not ${expected.bytes}.` });
    else if ((await fingerprintOf(path)).sha256 !== expected.sha256)
      wrong.push({ name, isMissing: false, says: `${name} was changed: it does not have the SHA-256 that was written down.` });
  }
  return wrong;
}

/** The root over all events, how it was at some sizes, and what the looks were. @throws BadBackup at the first event that is wrong, after what is known of the files */
async function rootsOf(folder: string, manifest: Manifest, sizes: ReadonlySet<number>, wrong: readonly Wrong[]) {
  const tree = new GrowingTree();
  const at = new Map<number, Buffer>();
  const anchors: Anchor[] = [];
  try {
    for await (const event of eventsIn(eventFiles(manifest).map((name) => join(folder, name)))) {
      tree.add(leafHash(leafOf(event)));
      if (sizes.has(tree.size)) at.set(tree.size, tree.root());
      if (event.event.type === 'LooksAnchored')
        anchors.push({ ...(event.event.data as Pick<Anchor, 'size' | 'root'>), position: event.position, recordedAt: event.recordedAt });
    }
  } catch (error) {
    if (!(error instanceof BadBackup)) throw error;
    throw new BadBackup([...wrong.map(({ says }) => says), error.message].join('\n'));
  }
  if (wrong.length === 0 && tree.size !== manifest.ledger.position)
    throw new BadBackup(`There are ${tree.size} events, not the ${manifest.ledger.position} that were backed up.`);
  return { root: tree.root().toString('base64'), at, anchors };
}

function verify({ size, root, note }: BackedUpCheckpoint, verifiers: readonly NoteVerifier[], at: ReadonlyMap<number, Buffer>): void {
  const signed = verifiers.flatMap((verifier) => {
    try {
      return [openCheckpoint(note, verifier)];
    } catch (error) {
      if (error instanceof NotASignedNote) return [];
      throw error;
    }
  });
  const [first] = signed;
  if (!first) throw new BadBackup(`The checkpoint of ${size} events is not signed by any key of the ledger.`);
  if (first.size !== size || !first.root.equals(Buffer.from(root, 'base64')))
    throw new BadBackup(`The checkpoint of ${size} events was changed: it signs something else.`);
  if (!at.get(size)?.equals(first.root)) throw new BadBackup(`The first ${size} events are not those that were signed.`);
}

async function linesOf<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const line of linesIn(file)) read.push(schema.parse(JSON.parse(line)));
  return read;
}

async function countLines(file: string): Promise<number> {
  let count = 0;
  for await (const _ of linesIn(file)) count++;
  return count;
}
