import type { Pool } from 'pg';
import { leafOf } from '../tree/leaf.ts';
import { type Range, consistencyRanges, inclusionRanges } from '../tree/merkle.ts';
import { hashesOf } from './stored-tiles.ts';

export type SignedCheckpoint = { readonly size: number; readonly root: Buffer; readonly note: string; readonly signedAt: Date };

/** How far the ledger is sealed. `lag`: seconds since the oldest event was recorded that is not; 0 where there is none. */
export type SealStatus = { readonly size: number; readonly head: number; readonly lag: number; readonly signedAt?: Date; readonly refusal?: string };

type Row = { size: string; root: Buffer; note: string; signed_at: Date };
const checkpointIn = ({ size, root, note, signed_at }: Row): SignedCheckpoint => ({ size: Number(size), root, note, signedAt: signed_at });

/** A worker that refuses says so again and again; what is older than this is over. */
const REFUSAL_HOLDS = '30 seconds';

/** Reads what is sealed: checkpoints, tiles, and the proofs that are made from them. */
export class Seal {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The newest checkpoint that was signed; undefined before the first one. */
  async checkpoint(): Promise<SignedCheckpoint | undefined> {
    const { rows } = await this.#pool.query<Row>('select size, root, note, signed_at from seal.checkpoints order by size desc limit 1');
    return rows[0] && checkpointIn(rows[0]);
  }

  async checkpointAt(size: number): Promise<SignedCheckpoint | undefined> {
    const { rows } = await this.#pool.query<Row>('select size, root, note, signed_at from seal.checkpoints where size = $1', [size]);
    return rows[0] && checkpointIn(rows[0]);
  }

  /** The public key that seals, as `<name>+<id>+<key>`. */
  async key(): Promise<string | undefined> {
    const { rows } = await this.#pool.query<{ verifier: string }>('select verifier from seal.keys order by since desc limit 1');
    return rows[0]?.verifier;
  }

  /** A tile with all the hashes it has by now: these may be more than a checkpoint covers. */
  async tile(level: number, index: number): Promise<Buffer | undefined> {
    const { rows } = await this.#pool.query<{ hashes: Buffer }>('select hashes from seal.tiles where level = $1 and index = $2', [level, index]);
    return rows[0]?.hashes;
  }

  /** The leaves of some events, made from the ledger as it is now. */
  async leaves({ from, to }: Range): Promise<Buffer[]> {
    const { rows } = await this.#pool.query<{ position: string; recorded_at: Date; hash: Buffer }>(
      'select position, recorded_at, hash from ledger.events where position > $1 and position <= $2 order by position',
      [from, to],
    );
    return rows.map(({ position, recorded_at, hash }) => leafOf({ position: Number(position), recordedAt: recorded_at, hash }));
  }

  async root(size: number): Promise<Buffer> {
    const [root] = await hashesOf(this.#pool, [{ from: 0, to: size }]);
    return root as Buffer;
  }

  /** The proof that leaf `index` is in the tree of `size`. @throws RangeError where there is no such leaf or tree */
  async inclusion(index: number, size: number): Promise<Buffer[]> {
    return hashesOf(this.#pool, inclusionRanges(index, size));
  }

  /** The proof that the tree of `size` begins with the tree of `old`. @throws RangeError where there are no such trees */
  async consistency(old: number, size: number): Promise<Buffer[]> {
    return hashesOf(this.#pool, consistencyRanges(old, size));
  }

  async status(): Promise<SealStatus> {
    const { rows } = await this.#pool.query<{ size: string; head: string; lag: number | null; signed_at: Date | null; refusal: string | null }>(
      `with c as (select coalesce(max(size), 0) as size from seal.checkpoints)
       select c.size, coalesce((select position from ledger.events order by position desc limit 1), 0) as head,
         (select extract(epoch from clock_timestamp() - recorded_at)::float from ledger.events where position = c.size + 1) as lag,
         (select signed_at from seal.checkpoints where size = c.size) as signed_at,
         (select reason from seal.refusals where seen_at > clock_timestamp() - $1::interval order by since limit 1) as refusal
       from c`,
      [REFUSAL_HOLDS],
    );
    const { size, head, lag, signed_at, refusal } = rows[0] as (typeof rows)[0];
    return {
      size: Number(size),
      head: Number(head),
      lag: Math.max(0, lag ?? 0),
      ...(signed_at && { signedAt: signed_at }),
      ...(refusal !== null && { refusal }),
    };
  }
}
