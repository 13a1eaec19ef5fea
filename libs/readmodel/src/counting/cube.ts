import { FOREVER } from '@casetrail/domain';
import { CITY } from './buckets.ts';
import type { Fact } from './recount.ts';

const DAYS_IN_BLOCK = 32;
const BLOCKS = 1024;
/** The code of a day's block: negative, and growing with time, so that "all blocks before" is one range. */
export const blockOf = (day: number): number => Math.floor(day / DAYS_IN_BLOCK) - BLOCKS;
export const firstDayOfBlock = (day: number): number => day - (day % DAYS_IN_BLOCK);

const CODES = 65_536;
/** Figures are below 2,048, buckets and kinds below 16: a key is a whole number in a double. */
const keyOf = (figure: number, bucket: number, kind: number, valid: number, known: number) =>
  ((figure * 256 + bucket * 16 + kind) * CODES + valid + BLOCKS) * CODES + known + BLOCKS;
const partsOf = (key: number) => {
  const head = Math.floor(key / CODES / CODES);
  return { figure: head >> 8, bucket: (head >> 4) & 15, kind: head & 15, valid: (Math.floor(key / CODES) % CODES) - BLOCKS, known: (key % CODES) - BLOCKS };
};

export type Cell = readonly [figure: number, bucket: number, kind: number, valid: number, known: number, n: number];

/**
 * The differences that some facts make, added up, by the kind of correction of the event that made each. One fact is four corners: it begins and ends, in what holds and in what was known. In the
 * database each is kept by its day and by the block of its day, so that the sum over a long time is read from few cells.
 */
export class Differences {
  readonly #corners = new Map<number, number>();

  open(fact: Fact): void {
    this.#edges(fact, fact.fromKind, fact.believedFromDay, fact.amount);
    if (fact.believedTo !== 0) this.close(fact);
  }

  close(fact: Fact): void {
    this.#edges(fact, fact.toKind, fact.believedToDay, -fact.amount);
  }

  /** Corners by key, to be carried between threads and added up there. */
  get corners(): readonly (readonly [key: number, n: number])[] {
    return [...this.#corners];
  }

  add(corners: Iterable<readonly [key: number, n: number]>): void {
    for (const [key, n] of corners) this.#corners.set(key, (this.#corners.get(key) ?? 0) + n);
  }

  /** What is to be added to the cube, for the districts and the city; nothing where differences cancel out. */
  cells(): Cell[] {
    const cells = new Map<number, number>();
    for (const [key, n] of this.#corners) {
      if (n === 0) continue;
      const { figure, bucket, kind, valid, known } = partsOf(key);
      for (const b of [bucket, CITY])
        for (const v of [valid, blockOf(valid)])
          for (const k of [known, blockOf(known)]) {
            const cell = keyOf(figure, b, kind, v, k);
            cells.set(cell, (cells.get(cell) ?? 0) + n);
          }
    }
    return [...cells].flatMap(([key, n]): Cell[] => {
      const { figure, bucket, kind, valid, known } = partsOf(key);
      return n === 0 ? [] : [[figure, bucket, kind, valid, known, n]];
    });
  }

  #edges({ figure, bucket, validFrom, validTo }: Fact, kind: number, known: number, amount: number): void {
    this.add([[keyOf(figure, bucket, kind, validFrom, known), amount]]);
    if (validTo !== FOREVER) this.add([[keyOf(figure, bucket, kind, validTo, known), -amount]]);
  }
}
