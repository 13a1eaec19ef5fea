import { HASH_BYTES, type Node, hashOfRange, nodeHash } from './merkle.ts';

/** C2SP tlog-tiles: 256 hashes are a tile, and the root of a full tile is one hash of a tile on the level above. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** A tile of hashes, or of the leaves themselves. `width` below 256: a part of it, as it was while the tree was smaller. */
export type TileAt = { readonly level: number | 'entries'; readonly index: number; readonly width: number };

/** `tile/0/x001/x234/067` or, for a part, `tile/0/x001/x234/067.p/8`. */
export function tilePath({ level, index, width }: TileAt): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Reads what tilePath writes, and nothing else. */
export function readTilePath(path: string): TileAt | undefined {
  const found = /^tile\/(\d{1,2}|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!found) return undefined;
  const [, level = '', groups = '', width] = found;
  const tile: TileAt = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return Number.isSafeInteger(tile.index) && tile.width > 0 && tilePath(tile) === path ? tile : undefined;
}

/** Every tile of a tree, with its width: what a copy of the tree consists of. */
export function* tilesOf(size: number): Generator<TileAt & { readonly level: number }> {
  for (let [level, hashes] = [0, size]; hashes > 0; hashes = Math.floor(hashes / TILE_WIDTH), level++)
    for (let index = 0; index * TILE_WIDTH < hashes; index++) yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
}

/** The tile that holds what a complete subtree is hashed from. */
export const tileOf = ({ level, index }: Node): { readonly level: number; readonly index: number } => ({
  level: Math.floor(level / TILE_HEIGHT),
  index: Math.floor((index * 2 ** (level % TILE_HEIGHT)) / TILE_WIDTH),
});

/** One hash of a tile. @throws RangeError where the tile does not reach so far */
export function hashIn(tile: Buffer, at: number): Buffer {
  if ((at + 1) * HASH_BYTES > tile.length) throw new RangeError(`The tile has no hash ${at}`);
  return tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
}

/** The hash of a complete subtree from the tile that holds it. */
export const nodeIn = (tile: Buffer, { level, index }: Node): Buffer => subtreeIn(tile, level % TILE_HEIGHT, index);

/** The hash over a whole tile: of a full one, what stands on the level above. */
export const rootOfTile = (tile: Buffer): Buffer => hashOfRange({ from: 0, to: tile.length / HASH_BYTES }, ({ level, index }) => subtreeIn(tile, level, index));

/** The hash over 2^height hashes of a tile, `index` saying which. */
function subtreeIn(tile: Buffer, height: number, index: number): Buffer {
  const width = 2 ** height;
  const first = (index * width) % TILE_WIDTH;
  let hashes = Array.from({ length: width }, (_, i) => hashIn(tile, first + i));
  while (hashes.length > 1) hashes = Array.from({ length: hashes.length / 2 }, (_, i) => nodeHash(hashes[2 * i] as Buffer, hashes[2 * i + 1] as Buffer));
  return hashes[0] as Buffer;
}

/** C2SP tlog-tiles, entry bundles: each leaf after its length in two bytes. */
export function bundleOf(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}
