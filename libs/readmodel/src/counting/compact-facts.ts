import type { Fact } from './recount.ts';

const wide = ['unit', 'amount', 'believedFrom', 'believedTo'] as const;
const narrow = ['figure', 'bucket', 'validFrom', 'validTo', 'fromKind', 'toKind'] as const;
/** What answers for a figure at any date and position. */
export type CompactFact = Pick<Fact, (typeof wide)[number] | (typeof narrow)[number]>;

type Columns = { readonly [K in (typeof wide)[number]]: Float64Array } & { readonly [K in (typeof narrow)[number]]: Int16Array };
const columnsFor = (length: number) =>
  Object.fromEntries([
    ...wide.map((key) => [key, new Float64Array(length)] as const),
    ...narrow.map((key) => [key, new Int16Array(length)] as const),
  ]) as Columns;

/** Facts in columns of numbers, 44 bytes each: those of a whole ledger stay in memory while it is verified. */
export class CompactFacts {
  #columns = columnsFor(1024);
  #length = 0;

  add(fact: CompactFact): void {
    if (this.#length === this.#columns.unit.length) this.#grow();
    for (const key of wide) this.#columns[key][this.#length] = fact[key];
    for (const key of narrow) this.#columns[key][this.#length] = fact[key];
    this.#length++;
  }

  /** Shows every fact. It is the same object each time: whoever keeps it keeps another one later. */
  each(see: (fact: CompactFact) => void): void {
    const fact = Object.fromEntries([...wide, ...narrow].map((key) => [key, 0])) as { -readonly [K in keyof CompactFact]: number };
    for (let i = 0; i < this.#length; i++) {
      for (const key of wide) fact[key] = this.#columns[key][i] as number;
      for (const key of narrow) fact[key] = this.#columns[key][i] as number;
      see(fact);
    }
  }

  #grow(): void {
    const grown = columnsFor(this.#length * 2);
    for (const key of [...wide, ...narrow]) grown[key].set(this.#columns[key]);
    this.#columns = grown;
  }
}
