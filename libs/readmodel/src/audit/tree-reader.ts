import { HASH_BYTES, type Node, TILE_WIDTH, hashIn, hashOfRange, nodeIn, nodesIn, tileOf } from '@casetrail/ledger';
import { NotHolding } from './finding.ts';
import type { AuditSource, HashTile } from './source.ts';

/** How many hashes a tile has in a tree of some size. */
export function widthOf(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** A tile, as it must be in a tree of some size. @throws NotHolding */
export async function tileIn(source: AuditSource, level: number, index: number, size: number): Promise<Buffer> {
  const at: HashTile = { level, index, width: widthOf(level, index, size) };
  const [path, tile] = [source.nameOfTile(at), await source.tile(at)];
  if (!tile) throw new NotHolding({ code: 'tile/missing', message: `The tile ${path} is missing.`, path });
  if (tile.length !== at.width * HASH_BYTES)
    throw new NotHolding({ code: 'tile/truncated', message: `The tile ${path} has ${tile.length} bytes, not ${at.width * HASH_BYTES}.`, path });
  return tile;
}

/** The root that the first leaves had, from the tiles of a tree that has grown since. */
export async function rootFromTiles(tile: (level: number, index: number) => Promise<Buffer>, size: number): Promise<Buffer> {
  const whole = { from: 0, to: size };
  const hashes = new Map<string, Buffer>();
  const keyOf = ({ level, index }: Node) => `${level}/${index}`;
  for (const node of nodesIn(whole)) {
    const { level, index } = tileOf(node);
    hashes.set(keyOf(node), nodeIn(await tile(level, index), node));
  }
  return hashOfRange(whole, (node) => hashes.get(keyOf(node)) as Buffer);
}

/** The leaves of a tree whose tiles are verified, in hexadecimal digits; it keeps the tile that was asked for last. */
export class Leaves {
  readonly size: number;
  readonly #source: AuditSource;
  #index = -1;
  #digits = '';

  constructor(source: AuditSource, size: number) {
    this.#source = source;
    this.size = size;
  }

  /** Whether a leaf has this hash: only for leaves of the tile that was opened last. */
  has(index: number, digest: string): boolean {
    return this.#digits.startsWith(digest, (index % TILE_WIDTH) * 2 * HASH_BYTES);
  }

  /** Opens the tile of a leaf. */
  async open(index: number): Promise<void> {
    const tile = Math.floor(index / TILE_WIDTH);
    if (tile === this.#index) return;
    this.#digits = (await tileIn(this.#source, 0, tile, this.size)).toString('hex');
    this.#index = tile;
  }

  /** The hash of a leaf. */
  async digest(index: number): Promise<string> {
    await this.open(index);
    const at = (index % TILE_WIDTH) * 2 * HASH_BYTES;
    return this.#digits.slice(at, at + 2 * HASH_BYTES);
  }

  async isAt(index: number, digest: string): Promise<boolean> {
    if (index < 0 || index >= this.size) return false;
    await this.open(index);
    return this.has(index, digest);
  }
}

export const hashAt = (tile: Buffer, index: number): Buffer => hashIn(tile, index % TILE_WIDTH);
