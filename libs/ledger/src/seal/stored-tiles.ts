import type { Pool, PoolClient } from 'pg';
import { HASH_BYTES, type Range, hashOfRange, nodesIn } from '../tree/merkle.ts';
import { TILE_WIDTH, nodeIn, rootOfTile, tileOf } from '../tree/tiles.ts';

export type Db = Pool | PoolClient;
/** A tile with as many hashes as it has so far. */
export type Tile = { readonly level: number; readonly index: number; readonly hashes: Buffer };

const FULL = TILE_WIDTH * HASH_BYTES;

/** How many leaves a tree has, by its last tile of leaves. */
export function sizeOf(edge: readonly Tile[]): number {
  const last = edge.find(({ level }) => level === 0);
  return last ? last.index * TILE_WIDTH + last.hashes.length / HASH_BYTES : 0;
}

/** The tiles that are new or grow when leaves are added to a tree with this right edge. A tile that becomes full is one hash of the level above. */
export function grownBy(edge: readonly Tile[], leaves: readonly Buffer[]): Tile[] {
  const grown: Tile[] = [];
  for (let [level, hashes] = [0, leaves]; hashes.length > 0; level++) {
    const last = edge.find((tile) => tile.level === level);
    const isOpen = last !== undefined && last.hashes.length < FULL;
    const all = Buffer.concat(isOpen ? [last.hashes, ...hashes] : hashes);
    const above: Buffer[] = [];
    for (let [at, index] = [0, (last?.index ?? -1) + (isOpen ? 0 : 1)]; at < all.length; at += FULL, index++) {
      const tile = { level, index, hashes: all.subarray(at, at + FULL) };
      grown.push(tile);
      if (tile.hashes.length === FULL) above.push(rootOfTile(tile.hashes));
    }
    hashes = above;
  }
  return grown;
}

type Row = { level: number; index: string; hashes: Buffer };
const tileIn = ({ level, index, hashes }: Row): Tile => ({ level, index: Number(index), hashes });

/** The right edge of the tree: the last tile of each level. */
export async function edgeOf(db: Db): Promise<Tile[]> {
  const { rows } = await db.query<Row>({
    name: 'seal.edge',
    text: `select t.level, t.index, t.hashes from generate_series(0, 7) l(level)
           cross join lateral (select level, index, hashes from seal.tiles where level = l.level order by index desc limit 1) t`,
  });
  return rows.map(tileIn);
}

export async function storeTiles(db: Db, tiles: readonly Tile[]): Promise<void> {
  await db.query({
    name: 'seal.store',
    text: `insert into seal.tiles (level, index, hashes) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
           on conflict (level, index) do update set hashes = excluded.hashes`,
    values: [tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ hashes }) => hashes)],
  });
}

const nameOf = ({ level, index }: { readonly level: number; readonly index: number }) => `${level}/${index}`;

/** The hashes of some ranges of leaves, such as make a proof, from the tiles that hold them. @throws RangeError where the tree does not reach so far */
export async function hashesOf(db: Db, ranges: readonly Range[]): Promise<Buffer[]> {
  const wanted = [...new Map(ranges.flatMap(nodesIn).map((node) => [nameOf(tileOf(node)), tileOf(node)])).values()];
  const { rows } = await db.query<Row>({
    name: 'seal.tiles',
    text: 'select t.level, t.index, t.hashes from unnest($1::smallint[], $2::bigint[]) w(level, index) join seal.tiles t using (level, index)',
    values: [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
  });
  const found = new Map(rows.map((row) => [nameOf(tileIn(row)), row.hashes]));
  return ranges.map((range) => hashOfRange(range, (node) => nodeIn(found.get(nameOf(tileOf(node))) ?? Buffer.alloc(0), node)));
}
