import { ask } from '../api/client.ts';
import { hashesIn, isSigned, readCheckpoint, rootOf, tilePaths, toBase64 } from './tree.ts';

export type Sentence = {
  readonly step: 'signature' | 'tiles' | 'leaves' | 'consistent';
  readonly of?: number;
  readonly state: 'running' | 'holds' | 'fails' | 'unable';
};
export type Verified = { readonly size: number; readonly root: string; readonly at: string };

const KNOWN = 'casetrail:verified';
const AT_ONCE = 12;

/** The checkpoint that was verified last in this browser: what is verified now must continue it. */
export function lastVerified(): Verified | undefined {
  const stored = localStorage.getItem(KNOWN);
  return stored === null ? undefined : (JSON.parse(stored) as Verified);
}

/** Reads the tree anew and works its root out, told sentence by sentence. Nothing that the site says of itself is believed but the public key. */
export async function verifySeal(tell: (sentence: Sentence) => void, signal: AbortSignal): Promise<Verified | undefined> {
  const text = async (path: string) => (await ask(path, { signal })).text();
  tell({ step: 'signature', state: 'running' });
  const checkpoint = readCheckpoint(await text('/v1/ledger/checkpoint'));
  const signed = await isSigned(checkpoint, await text('/v1/ledger/key'));
  tell({ step: 'signature', state: signed === undefined ? 'unable' : signed ? 'holds' : 'fails' });
  if (signed === false) return undefined;

  const paths = tilePaths(checkpoint.size);
  const tiles = new Array<Uint8Array>(paths.length);
  let read = 0;
  const next = async (): Promise<void> => {
    for (let i = read++; i < paths.length; i = read++) {
      tiles[i] = new Uint8Array(await (await ask(paths[i] as string, { signal })).arrayBuffer());
      if (i % 16 === 0) tell({ step: 'tiles', of: i, state: 'running' });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  const hashes = tiles.flatMap(hashesIn);
  const isWhole = hashes.length === checkpoint.size;
  const root = isWhole ? toBase64(await rootOf(hashes)) : '';
  tell({ step: 'tiles', of: paths.length, state: root === checkpoint.root ? 'holds' : 'fails' });
  if (root !== checkpoint.root) return undefined;
  tell({ step: 'leaves', of: hashes.length, state: 'holds' });

  const known = lastVerified();
  if (known && known.size <= checkpoint.size) {
    const continues = toBase64(await rootOf(hashes.slice(0, known.size))) === known.root;
    tell({ step: 'consistent', of: known.size, state: continues ? 'holds' : 'fails' });
    if (!continues) return undefined;
  } else if (known) {
    tell({ step: 'consistent', of: known.size, state: 'fails' });
    return undefined;
  }
  const verified = { size: checkpoint.size, root, at: new Date().toISOString() };
  localStorage.setItem(KNOWN, JSON.stringify(verified));
  return verified;
}
