import { HASH_BYTES, nodeHash, nodesIn } from './merkle.ts';

const isHash = (bytes: Uint8Array) => bytes.length === HASH_BYTES;
const half = (n: number) => Math.floor(n / 2);

/** Walks up from a leaf and the last leaf, both of them in one tree (RFC 9162 §2.1.3.2 and §2.1.4.2). */
class Climb {
  constructor(
    public index: number,
    public last: number,
  ) {}

  get isAtTop(): boolean {
    return this.last === 0;
  }

  /** Goes one level up, and past those that have no neighbour. True: what is met there stands on the left. */
  step(): boolean {
    const isRight = this.index % 2 === 1 || this.index === this.last;
    if (isRight) while (this.index % 2 === 0 && this.index !== 0) this.#up();
    this.#up();
    return isRight;
  }

  #up(): void {
    this.index = half(this.index);
    this.last = half(this.last);
  }
}

/** Whether a proof shows that a leaf is number `index` in the tree of `size` with this root. `leaf` is the leaf's hash. */
export function provesInclusion(proof: readonly Buffer[], index: number, size: number, leaf: Buffer, root: Buffer): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  const climb = new Climb(index, size - 1);
  let hash = leaf;
  for (const met of proof) {
    if (climb.isAtTop) return false;
    hash = climb.step() ? nodeHash(met, hash) : nodeHash(hash, met);
  }
  return climb.isAtTop && hash.equals(root);
}

/** Whether a proof shows that the tree of `size` begins with the tree of `old`. A tree of no leaves is the beginning of any: that proves nothing. */
export function provesConsistency(proof: readonly Buffer[], old: number, size: number, oldRoot: Buffer, root: Buffer): boolean {
  if (!(Number.isSafeInteger(old) && Number.isSafeInteger(size) && old > 0 && old <= size)) return false;
  if (![oldRoot, root, ...proof].every(isHash)) return false;
  if (old === size) return proof.length === 0 && oldRoot.equals(root);
  if (proof.length === 0) return false;
  const isOneSubtree = nodesIn({ from: 0, to: old }).length === 1; // then its root is not in the proof
  const [first, ...rest] = isOneSubtree ? [oldRoot, ...proof] : proof;
  const climb = new Climb(old - 1, size - 1);
  while (climb.index % 2 === 1) {
    climb.index = half(climb.index);
    climb.last = half(climb.last);
  }
  let oldHash = first as Buffer;
  let hash = first as Buffer;
  for (const met of rest) {
    if (climb.isAtTop) return false;
    if (climb.step()) {
      oldHash = nodeHash(met, oldHash);
      hash = nodeHash(met, hash);
    } else hash = nodeHash(hash, met);
  }
  return climb.isAtTop && oldHash.equals(oldRoot) && hash.equals(root);
}
