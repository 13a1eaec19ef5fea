import { createHash, hash } from 'node:crypto';

/** RFC 6962 §2.1: leaves and inner nodes are hashed apart, so that neither passes for the other. */
const LEAF = Buffer.of(0);
export const HASH_BYTES = 32;
/** What is hashed of a node, filled in anew for each: a whole ledger is millions of them. */
const node = Buffer.of(1, ...new Uint8Array(2 * HASH_BYTES));

export const leafHash = (data: Uint8Array): Buffer => createHash('sha256').update(LEAF).update(data).digest();
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}
/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

/** A complete subtree: the one of 2^level leaves whose first leaf is index · 2^level. Level 0 is the leaves. */
export type Node = { readonly level: number; readonly index: number };
/** Leaves from `from` up to, and without, `to`. */
export type Range = { readonly from: number; readonly to: number };

/** The largest power of two below n, for n above 1. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** What a range that the tree splits off consists of: complete subtrees, from left to right and from large to small. */
export function nodesIn({ from, to }: Range): Node[] {
  const nodes: Node[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (at + 2 ** (level + 1) <= to) level++;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** The hash of a range from those of its complete subtrees. */
export function hashOfRange(range: Range, hashOf: (node: Node) => Buffer): Buffer {
  const hashes = nodesIn(range).map(hashOf);
  let hash = hashes.pop() ?? EMPTY_ROOT;
  for (let left = hashes.pop(); left; left = hashes.pop()) hash = nodeHash(left, hash);
  return hash;
}

/** RFC 6962 §2.1.1, PATH: the ranges whose hashes prove that leaf `index` is in the tree of some size, from the leaf up. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`There is no leaf ${index} in a tree of ${size}`);
  const up = (from: number, to: number): Range[] => {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle ? [...up(from, middle), { from: middle, to }] : [...up(middle, to), { from, to: middle }];
  };
  return up(0, size);
}

/** RFC 6962 §2.1.2, PROOF: the ranges whose hashes prove that the tree of `size` begins with the tree of `old`. None when they are one tree. */
export function consistencyRanges(old: number, size: number): Range[] {
  if (!(old > 0 && old <= size)) throw new RangeError(`A tree of ${size} does not begin with one of ${old}`);
  const sub = (from: number, to: number, isWhole: boolean): Range[] => {
    if (old === to) return isWhole ? [] : [{ from, to }];
    const middle = from + split(to - from);
    return old <= middle ? [...sub(from, middle, isWhole), { from: middle, to }] : [...sub(middle, to, false), { from, to: middle }];
  };
  return sub(0, size, true);
}

/** Hashes of leaves, one after the other, folded into the complete subtrees they make: what it takes to know the root at any time. */
export class GrowingTree {
  readonly #subtrees: { readonly level: number; readonly hash: Buffer }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(leaf: Buffer): void {
    let hash = leaf;
    let level = 0;
    for (let last = this.#subtrees.at(-1); last?.level === level; last = this.#subtrees.at(-1)) {
      hash = nodeHash(last.hash, hash);
      level++;
      this.#subtrees.pop();
    }
    this.#subtrees.push({ level, hash });
    this.#size++;
  }

  root(): Buffer {
    let i = this.#subtrees.length - 1;
    let hash = this.#subtrees[i]?.hash ?? EMPTY_ROOT;
    while (i-- > 0) hash = nodeHash((this.#subtrees[i] as { hash: Buffer }).hash, hash);
    return hash;
  }
}

/** A whole tree in memory, for what is small: its root, and a proof for each of its leaves. */
export class SmallTree {
  readonly #levels: Buffer[][];

  /** @param leaves the hashes of the leaves */
  constructor(leaves: readonly Buffer[]) {
    this.#levels = [[...leaves]];
    for (let below = leaves; below.length > 1; below = this.#levels.at(-1) as Buffer[])
      this.#levels.push(Array.from({ length: Math.floor(below.length / 2) }, (_, i) => nodeHash(below[2 * i] as Buffer, below[2 * i + 1] as Buffer)));
  }

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  readonly #hashOf = ({ level, index }: Node): Buffer => this.#levels[level]?.[index] as Buffer;

  /** The root, or that of the first leaves alone. */
  root(size = this.size): Buffer {
    return hashOfRange({ from: 0, to: size }, this.#hashOf);
  }

  inclusion(index: number, size = this.size): Buffer[] {
    return inclusionRanges(index, size).map((range) => hashOfRange(range, this.#hashOf));
  }

  consistency(old: number, size = this.size): Buffer[] {
    return consistencyRanges(old, size).map((range) => hashOfRange(range, this.#hashOf));
  }
}
