import type { Pool } from 'pg';
import { type NoteVerifier, Seal, leafHash, openCheckpoint, provesConsistency, provesInclusion, verifierOf } from '@casetrail/ledger';
import type { Audit } from './audit.ts';

type Row = { size: string; root: Buffer; note: string };

/** Somebody outside who remembers every checkpoint there ever was: none may go away, change, or contradict the events or another one. */
export class Witness {
  readonly #db: Pool;
  readonly #seal: Seal;
  readonly #seen = new Map<number, Buffer>();
  #newest = 0;
  #key: NoteVerifier | undefined;

  constructor(db: Pool) {
    this.#db = db;
    this.#seal = new Seal(db);
  }

  get checkpoints(): number {
    return this.#seen.size;
  }

  /** Looks at the checkpoints that are new, as far as the audit has read. Answers with what is wrong. */
  async look(audit: Audit): Promise<string[]> {
    const violations: string[] = [];
    const { rows } = await this.#db.query<Row>('select size, root, note from seal.checkpoints where size > $1 and size <= $2 order by size', [
      this.#newest,
      audit.position,
    ]);
    for (const { size: text, root, note } of rows) {
      const size = Number(text);
      violations.push(...(await this.#wrongWith(size, root, note, audit)));
      if (this.#newest > 0) {
        const proof = await this.#seal.consistency(this.#newest, size);
        if (!provesConsistency(proof, this.#newest, size, this.#seen.get(this.#newest) as Buffer, root))
          violations.push(`the checkpoint of ${size} does not continue that of ${this.#newest}`);
      }
      this.#seen.set(size, root);
      this.#newest = size;
    }
    return violations;
  }

  /** Looks at all checkpoints again, at the root that the tiles give, and at a proof for the last event. */
  async lookAgain(audit: Audit): Promise<string[]> {
    const violations = await this.look(audit);
    const { rows } = await this.#db.query<Row>('select size, root, note from seal.checkpoints order by size');
    const there = new Map(rows.map((row) => [Number(row.size), row]));
    for (const [size, root] of this.#seen) {
      const row = there.get(size);
      if (!row?.root.equals(root)) violations.push(`the checkpoint of ${size} was ${root.toString('hex')}, and is ${row?.root.toString('hex') ?? 'gone'}`);
      else violations.push(...(await this.#wrongWith(size, row.root, row.note, audit)));
    }
    const size = this.#newest;
    const root = audit.rootAt(size);
    if (!root || size === 0) return [...violations, 'nothing is sealed'];
    if (!(await this.#seal.root(size)).equals(root)) violations.push(`the tiles give another root for ${size} than the events`);
    const [leaf] = await this.#seal.leaves({ from: size - 1, to: size });
    if (!leaf || !provesInclusion(await this.#seal.inclusion(size - 1, size), size - 1, size, leafHash(leaf), root))
      violations.push(`the event at position ${size} is not proved to be in the tree`);
    return violations;
  }

  async #wrongWith(size: number, root: Buffer, note: string, audit: Audit): Promise<string[]> {
    this.#key ??= verifierOf((await this.#seal.key()) ?? '');
    try {
      const signed = openCheckpoint(note, this.#key);
      const isSame = signed.size === size && signed.root.equals(root) && audit.rootAt(size)?.equals(root);
      return isSame ? [] : [`the checkpoint of ${size} is not that of the events`];
    } catch (error) {
      return [`the checkpoint of ${size}: ${(error as Error).message}`];
    }
  }
}
