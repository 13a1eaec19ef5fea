import { createHash } from 'node:crypto';

const sha = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962 §2.1 to the letter, recursively and from the data themselves: what the real tree is held against. */
export class NaiveTree {
  readonly #data: readonly Buffer[];
  readonly #known = new Map<string, Buffer>();

  constructor(data: readonly Buffer[]) {
    this.#data = data;
  }

  leaf(index: number): Buffer {
    return sha(Buffer.of(0), this.#data[index] as Buffer);
  }

  /** MTH(D[from:to]) */
  root(to: number, from = 0): Buffer {
    const key = `${from}:${to}`;
    const hash = this.#known.get(key) ?? this.#hash(from, to);
    this.#known.set(key, hash);
    return hash;
  }

  #hash(from: number, to: number): Buffer {
    const n = to - from;
    if (n === 0) return sha();
    if (n === 1) return this.leaf(from);
    const k = largestBelow(n);
    return sha(Buffer.of(1), this.root(from + k, from), this.root(to, from + k));
  }

  /** PATH(m, D[from:to]) */
  path(m: number, to: number, from = 0): Buffer[] {
    const n = to - from;
    if (n === 1) return [];
    const k = largestBelow(n);
    return m < k ? [...this.path(m, from + k, from), this.root(to, from + k)] : [...this.path(m - k, to, from + k), this.root(from + k, from)];
  }

  /** PROOF(m, D[n]) */
  proof(m: number, n: number): Buffer[] {
    return this.#subproof(m, 0, n, true);
  }

  #subproof(m: number, from: number, to: number, isWhole: boolean): Buffer[] {
    const n = to - from;
    if (m === n) return isWhole ? [] : [this.root(to, from)];
    const k = largestBelow(n);
    return m <= k
      ? [...this.#subproof(m, from, from + k, isWhole), this.root(to, from + k)]
      : [...this.#subproof(m - k, from + k, to, false), this.root(from + k, from)];
  }
}

/** The largest power of two smaller than n. */
function largestBelow(n: number): number {
  let k = 1;
  while (k < n) k <<= 1;
  return k >> 1;
}
