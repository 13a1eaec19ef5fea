/** The Merkle tree of RFC 6962 as a browser computes it: SHA-256 of `\0` and a leaf, and of `\1` and two hashes. */
type Bytes = Uint8Array<ArrayBuffer>;
const WIDTH = 256;
export const HASH_BYTES = 32;

const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

export function leafHash(leaf: string): Promise<Bytes> {
  const text = new TextEncoder().encode(leaf);
  const bytes = new Uint8Array(text.length + 1);
  bytes.set(text, 1);
  return sha256(bytes);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The root over some hashes in their order; of none there is none. */
export async function rootOf(hashes: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  const half = 2 ** Math.floor(Math.log2(hashes.length - 1));
  const [left, right] = await Promise.all([rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half))]);
  return nodeHash(left, right);
}

/** The root that an inclusion proof leads to (RFC 9162, 2.1.3.2). Undefined where the proof is too long or too short. */
export async function rootOfProof(index: number, size: number, hash: Uint8Array, proof: readonly Uint8Array[]): Promise<Uint8Array | undefined> {
  let [at, last, found] = [index, size - 1, hash];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      found = await nodeHash(sibling, found);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else found = await nodeHash(found, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? found : undefined;
}

/** Where the tiles of the leaves are (C2SP tlog-tiles), for a tree of some size. */
export const tilePaths = (size: number): readonly string[] =>
  Array.from({ length: Math.ceil(size / WIDTH) }, (_, index) => {
    const width = Math.min(WIDTH, size - index * WIDTH);
    const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
    const parts = digits.match(/\d{3}/g) ?? [];
    const name = parts.map((part, i) => (i === parts.length - 1 ? part : `x${part}`)).join('/');
    return `/v1/ledger/tile/0/${name}${width === WIDTH ? '' : `.p/${width}`}`;
  });

export const hashesIn = (tile: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: tile.length / HASH_BYTES }, (_, i) => tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));

export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string; readonly body: string; readonly signature: Bytes };

/** Reads a signed note (C2SP tlog-checkpoint). @throws Error for what is none */
export function readCheckpoint(note: string): Checkpoint {
  const [body, signed] = note.split('\n\n');
  const [origin, size, root] = (body ?? '').split('\n');
  const signature = /^— \S+ (\S+)$/m.exec(signed ?? '')?.[1];
  if (!origin || !root || !signature || !/^\d+$/.test(size ?? '')) throw new Error('This is no signed checkpoint.');
  return { origin, size: Number(size), root, body: `${body}\n`, signature: fromBase64(signature).slice(4) }; // four bytes name the key
}

/** Whether the key `<name>+<id>+<key>` has signed it. Undefined where the browser cannot tell. */
export async function isSigned({ origin, body, signature }: Checkpoint, verifier: string): Promise<boolean | undefined> {
  const [name, , encoded = ''] = verifier.trim().split('+');
  const raw = fromBase64(verifier.trim().slice(verifier.trim().split('+', 2).join('+').length + 1) || encoded).slice(1); // one byte names the algorithm
  try {
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    return name === origin && (await crypto.subtle.verify('Ed25519', key, signature, new TextEncoder().encode(body)));
  } catch {
    return undefined;
  }
}
