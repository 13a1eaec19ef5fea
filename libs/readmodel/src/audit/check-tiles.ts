import { type Checkpoint, GrowingTree, TILE_WIDTH, leafDigest, rootOfTile, tilesOf } from '@casetrail/ledger';
import { hash } from 'node:crypto';
import { NotHolding } from './finding.ts';
import type { AuditSource } from './source.ts';
import { hashAt, rootFromTiles, tileIn, widthOf } from './tree-reader.ts';

/**
 * Checks that all tiles hash up to a root that was signed: first those on the right edge, then each full one against the hash that the tile above it
 * has, from the top down. So the first tile that is named is one that was changed, and not one that follows from it. Returns how many there are.
 * @throws NotHolding
 */
export async function checkTiles(source: AuditSource, { size, root }: Checkpoint, onProgress: (done: number, total: number) => void): Promise<number> {
  const tiles = [...tilesOf(size)];
  if (!(await rootFromTiles((level, index) => tileIn(source, level, index, size), size)).equals(root)) throw await whatIsWrong(source, size, root);
  let above: { readonly level: number; readonly index: number; readonly tile: Buffer } | undefined;
  let done = 0;
  for (const { level, index, width } of tiles.toReversed()) {
    if (width === TILE_WIDTH && widthOf(level + 1, 0, size) > 0) {
      const parent = Math.floor(index / TILE_WIDTH);
      if (above?.level !== level + 1 || above.index !== parent)
        above = { level: level + 1, index: parent, tile: await tileIn(source, level + 1, parent, size) };
      if (!rootOfTile(await tileIn(source, level, index, size)).equals(hashAt(above.tile, index))) throw edited(source, level, index, size);
    }
    if (++done % 100 === 0) onProgress(done, tiles.length);
  }
  return tiles.length;
}

function edited(source: AuditSource, level: number, index: number, size: number): NotHolding {
  const path = source.nameOfTile({ level, index, width: widthOf(level, index, size) });
  return new NotHolding({ code: 'tile/edited', message: `The tile ${path} was edited: it does not hash up to the signed root.`, path });
}

/** The tiles on the right edge give another root than the signed one: is it one of them, put right by those below it, or all of them? */
async function whatIsWrong(source: AuditSource, size: number, root: Buffer): Promise<NotHolding> {
  const repaired = new Map<string, Buffer>();
  const tile = async (level: number, index: number) => repaired.get(`${level}/${index}`) ?? (await tileIn(source, level, index, size));
  for (let level = 1; widthOf(level, 0, size) > 0; level++) {
    const index = Math.floor((Math.floor(size / TILE_WIDTH ** level) - 1) / TILE_WIDTH);
    const below = Array.from({ length: widthOf(level, index, size) }, (_, i) => index * TILE_WIDTH + i);
    const hashes: Buffer[] = [];
    for (const child of below) hashes.push(rootOfTile(await tile(level - 1, child)));
    repaired.set(`${level}/${index}`, Buffer.concat(hashes));
    if ((await rootFromTiles(tile, size)).equals(root)) return edited(source, level, index, size);
  }
  const fromEvents = await rootOfEvents(source, size);
  if (fromEvents?.equals(root)) return edited(source, 0, Math.floor((size - 1) / TILE_WIDTH), size);
  return new NotHolding({
    code: 'checkpoint/wrong-root',
    message: 'Neither the tiles nor the events hash up to the root that was signed: the history is another one.',
  });
}

async function rootOfEvents(source: AuditSource, size: number): Promise<Buffer | undefined> {
  const tree = new GrowingTree();
  try {
    for await (const lines of source.events())
      for (const { recordedAt, bytes } of lines)
        if (tree.size < size) tree.add(Buffer.from(leafDigest(tree.size + 1, recordedAt, hash('sha256', bytes)), 'hex'));
  } catch (error) {
    if (error instanceof NotHolding) return undefined;
    throw error;
  }
  return tree.size === size ? tree.root() : undefined;
}
