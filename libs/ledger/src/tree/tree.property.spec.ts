import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { EMPTY_ROOT, GrowingTree, SmallTree, leafHash } from './merkle.ts';
import { provesConsistency, provesInclusion } from './proofs.ts';
import { TILE_WIDTH, hashIn, nodeIn, readTilePath, rootOfTile, tileOf, tilePath, tilesOf } from './tiles.ts';

const SIZES = 300;
const data = Array.from({ length: SIZES }, (_, i) => Buffer.from(`leaf ${i}`));
const leaves = data.map(leafHash);
const tree = new SmallTree(leaves);

const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
/** RFC 6962 §2.1 to the letter, from the data themselves. */
function naiveRoot(of: readonly Buffer[]): Buffer {
  if (of.length === 0) return sha();
  if (of.length === 1) return sha(Buffer.of(0), of[0] as Buffer);
  const k = 2 ** Math.ceil(Math.log2(of.length) - 1);
  return sha(Buffer.of(1), naiveRoot(of.slice(0, k)), naiveRoot(of.slice(k)));
}
const roots = Array.from({ length: SIZES + 1 }, (_, size) => naiveRoot(data.slice(0, size)));
const rootOf = (size: number) => roots[size] as Buffer;
const leafOf = (index: number) => leaves[index] as Buffer;

describe('a tree of any size up to 300', () => {
  it('has the root of the naive tree, whole, growing and in part', () => {
    const growing = new GrowingTree();
    expect(growing.root()).toEqual(EMPTY_ROOT);
    for (let size = 0; size <= SIZES; size++) {
      expect([size, growing.root(), tree.root(size), new SmallTree(leaves.slice(0, size)).root()]).toEqual([size, rootOf(size), rootOf(size), rootOf(size)]);
      if (size < SIZES) growing.add(leafOf(size));
    }
  });

  it('proves each of its leaves, and none at another place', () => {
    let wrong = 0;
    for (let size = 1; size <= SIZES; size++)
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusion(index, size);
        if (!provesInclusion(proof, index, size, leafOf(index), rootOf(size))) wrong++;
        if (size > 1 && provesInclusion(proof, (index + 1) % size, size, leafOf(index), rootOf(size))) wrong++;
      }
    expect(wrong).toBe(0);
  });

  it('proves every smaller tree to be its beginning, and no other tree', () => {
    let wrong = 0;
    for (let size = 1; size <= SIZES; size++)
      for (let old = 1; old <= size; old++) {
        const proof = tree.consistency(old, size);
        if (!provesConsistency(proof, old, size, rootOf(old), rootOf(size))) wrong++;
        if (provesConsistency(proof, old, size, leafHash(rootOf(old)), rootOf(size))) wrong++;
      }
    expect(wrong).toBe(0);
  });

  it('proves nothing of an empty tree', () => {
    expect(provesConsistency([], 0, 5, EMPTY_ROOT, rootOf(5))).toBe(false);
    expect(provesInclusion([], 0, 0, leafOf(0), EMPTY_ROOT)).toBe(false);
  });
});

describe('a proof that was changed anywhere', () => {
  const place = fc.integer({ min: 2, max: SIZES }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));
  type Mutation = { readonly at: number; readonly how: 'flip' | 'drop' | 'repeat' | 'shorten' | 'swap'; readonly bit: number };
  const mutation: fc.Arbitrary<Mutation> = fc.record({
    at: fc.nat(20),
    how: fc.constantFrom('flip', 'drop', 'repeat', 'shorten', 'swap'),
    bit: fc.nat(255),
  });
  function mutate(proof: readonly Buffer[], { at, how, bit }: Mutation): Buffer[] {
    const changed: Buffer[] = proof.map((hash) => Buffer.from(hash));
    const i = at % changed.length;
    const hash = changed[i] as Buffer;
    if (how === 'flip') hash[bit >> 3] = (hash[bit >> 3] as number) ^ (1 << (bit & 7));
    if (how === 'drop') changed.splice(i, 1);
    if (how === 'repeat') changed.splice(i, 0, hash);
    if (how === 'shorten') changed[i] = hash.subarray(1);
    if (how === 'swap') changed.reverse();
    return changed;
  }
  const isSame = (a: readonly Buffer[], b: readonly Buffer[]) => Buffer.concat(a).equals(Buffer.concat(b)) && a.length === b.length;

  it('is refused', () =>
    fc.assert(
      fc.property(place, mutation, ([size, index], how) => {
        const inclusion = tree.inclusion(index, size);
        const other = mutate(inclusion, how);
        fc.pre(!isSame(inclusion, other));
        expect(provesInclusion(other, index, size, leafOf(index), rootOf(size))).toBe(false);
        const consistency = tree.consistency(index + 1, size);
        if (consistency.length === 0) return;
        const changed = mutate(consistency, how);
        if (!isSame(consistency, changed)) expect(provesConsistency(changed, index + 1, size, rootOf(index + 1), rootOf(size))).toBe(false);
      }),
      { numRuns: 2000 },
    ));
});

describe('tiles', () => {
  const size = 70_000;
  const many = Array.from({ length: size }, (_, i) => leafHash(Buffer.from(String(i))));
  const whole = new SmallTree(many);
  const built = new Map<string, Buffer>();
  for (const tile of tilesOf(size)) {
    const hashes = Array.from({ length: tile.width }, (_, i) => {
      const at = tile.index * TILE_WIDTH + i;
      if (tile.level === 0) return many[at] as Buffer;
      return rootOfTile(built.get(`${tile.level - 1}/${at}`) as Buffer);
    });
    built.set(`${tile.level}/${tile.index}`, Buffer.concat(hashes));
  }

  it('hold every complete subtree that a proof needs', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.nat(), (level, n) => {
        const index = n % Math.floor(size / 2 ** level);
        const { level: height, index: at } = tileOf({ level, index });
        const expected = new SmallTree(many.slice(index * 2 ** level, (index + 1) * 2 ** level)).root();
        expect(nodeIn(built.get(`${height}/${at}`) as Buffer, { level, index })).toEqual(expected);
      }),
      { numRuns: 60 },
    ));

  it('are as many as the specification says', () => {
    const widths = [...tilesOf(size)].filter(({ width }) => width < TILE_WIDTH);
    expect([...tilesOf(size)]).toHaveLength(274 + 2 + 1);
    expect(widths).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect([...tilesOf(0)]).toEqual([]);
    expect(hashIn(built.get('2/0') as Buffer, 0)).toEqual(whole.root(65_536));
    expect(() => hashIn(built.get('2/0') as Buffer, 1)).toThrow(RangeError);
  });

  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 1, index: 1067, width: 8 }, 'tile/1/x001/067.p/8'],
    [{ level: 'entries', index: 5, width: 255 }, 'tile/entries/005.p/255'],
  ] as const)('%j is at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(readTilePath(path)).toEqual(tile);
  });

  it.each([
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/08',
    'tile/00/001',
    'tile/0/1000',
    'tile/x/001',
    'tile/0/001/',
    'tile/0/../001',
  ])('%s is no place of a tile', (path) => expect(readTilePath(path)).toBeUndefined());
});
