import type { PoolClient } from 'pg';
import { leafOf } from '../tree/leaf.ts';
import { GrowingTree, leafHash } from '../tree/merkle.ts';
import { type Tile, grownBy, storeTiles } from './stored-tiles.ts';

const AT_ONCE = 32_768;
type Row = { position: string; recorded_at: Date; hash: Buffer; is_whole: boolean };

/** What was restored is not a ledger from its first event to its last. */
export class NotRestored extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotRestored';
  }
}

/**
 * Makes the tiles of the whole ledger from the events as they stand in the database, where none are stored yet. Returns the root over them.
 * `onProgress` hears how many events are done.
 * @throws NotRestored where a position is missing or a hash is not that of the bytes beside it
 */
export async function restoreTiles(db: PoolClient, onProgress: (events: number) => void = () => undefined): Promise<Buffer> {
  const tree = new GrowingTree();
  let edge: readonly Tile[] = [];
  for (;;) {
    const { rows } = await db.query<Row>(
      'select position, recorded_at, hash, hash = sha256(bytes) as is_whole from ledger.events where position > $1 order by position limit $2',
      [tree.size, AT_ONCE],
    );
    if (rows.length === 0) return tree.root();
    const leaves = rows.map(({ position, recorded_at: recordedAt, hash, is_whole: isWhole }, i) => {
      const expected = tree.size + 1 + i;
      if (Number(position) !== expected) throw new NotRestored(`The event at position ${expected} is missing.`);
      if (!isWhole) throw new NotRestored(`The hash of the event at position ${expected} is not that of its bytes.`);
      return leafHash(leafOf({ position: expected, recordedAt, hash }));
    });
    for (const leaf of leaves) tree.add(leaf);
    const grown = grownBy(edge, leaves);
    await storeTiles(db, grown);
    edge = edgeAfter(edge, grown);
    onProgress(tree.size);
  }
}

/** The last tile of each level, after some have grown: in `grown`, later tiles of a level come after earlier ones. */
function edgeAfter(edge: readonly Tile[], grown: readonly Tile[]): Tile[] {
  return [...new Map([...edge, ...grown].map((tile) => [tile.level, tile])).values()];
}
