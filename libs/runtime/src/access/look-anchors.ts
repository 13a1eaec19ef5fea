import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type Actor, civilDateAt } from '@casetrail/domain';
import { type Ledger, execute, fingerprintOf } from '@casetrail/ledger';
import { type LookAt, LookTree } from './look-tree.ts';

/** What the looks were at some time, as the ledger has it. `root` in hexadecimal digits. */
export type Anchor = { readonly size: number; readonly root: string; readonly position: number; readonly recordedAt: string };

/** The looks are not those that were anchored. */
export class LooksDiffer extends Error {
  readonly anchor: Anchor;
  /** The last look that is still as it was anchored; undefined where none is known to be. */
  readonly after: LookAt | undefined;
  /** The last look that this anchor covers now; undefined where there are too few. */
  readonly upTo: LookAt | undefined;

  constructor(anchor: Anchor, after: LookAt | undefined, upTo: LookAt | undefined) {
    const from = after ? `after look ${after.id} of ${after.at}` : 'from the first one on';
    super(
      upTo
        ? `The looks ${from} up to look ${upTo.id} of ${upTo.at} are not those that were anchored at position ${anchor.position}: one of them was changed, removed or put in.`
        : `There are fewer looks than the ${anchor.size} that were anchored at position ${anchor.position}: some ${from} were removed.`,
    );
    this.name = 'LooksDiffer';
    this.anchor = anchor;
    this.after = after;
    this.upTo = upTo;
  }
}

const SYSTEM: Actor = { user: 'system', role: 'SYSTEM', org: 'casetrail', district: '370200' };

/** Every anchor in the ledger, in its order. */
export async function anchorsIn(ledger: Ledger): Promise<readonly Anchor[]> {
  const [first] = await ledger.read(0, 1);
  if (!first) return [];
  return (await ledger.stored(first.event.stream))
    .filter(({ event }) => event.type === 'LooksAnchored')
    .map(({ event, position, recordedAt }) => ({ ...(event.data as { size: number; root: string }), position, recordedAt: recordedAt.toISOString() }));
}

/** Such that no look of a smaller number can still arrive. Waits for whoever records one, two seconds at most. */
export async function looksTo(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ to: string }>('select access.looks_to() as to');
  return Number(rows[0]?.to);
}

/**
 * Takes the looks into a tree, up to a number, and holds it against every anchor on the way.
 * @throws LooksDiffer naming the first anchor that is wrong
 */
export async function follow(tree: LookTree, anchors: readonly Anchor[], to: number, signal?: AbortSignal): Promise<void> {
  for (const anchor of anchors.filter(({ size }) => size > tree.size)) {
    const { last } = tree;
    await tree.grow(to, anchor.size, signal);
    if (tree.size < anchor.size) throw new LooksDiffer(anchor, last, undefined);
    if (tree.root() !== anchor.root) throw new LooksDiffer(anchor, last, tree.last);
  }
  await tree.grow(to, Infinity, signal);
}

/** Anchors the looks of one database, again and again. What was looked at up to the last time is remembered as a tree, and not read again. */
export class LookAnchoring {
  readonly #pool: Pool;
  readonly #ledger: Ledger;
  #tree: LookTree;
  /** How many looks the last anchor had that this tree was held against, or made. */
  #known = 0;

  /** @param pool with the rights of the workers  @param ledger with those of the api */
  constructor(pool: Pool, ledger: Ledger) {
    this.#pool = pool;
    this.#ledger = ledger;
    this.#tree = new LookTree(pool);
  }

  /**
   * Records the root over all looks so far in the ledger, where there are new ones. Whoever does it at the same moment records the same. Returns the anchor that is
   * newest then; undefined where there is nothing to anchor.
   * @throws LooksDiffer where the looks do not continue what was anchored: then nothing is
   */
  async anchor(signal?: AbortSignal): Promise<Anchor | undefined> {
    const [first] = await this.#ledger.read(0, 1);
    if (!first) return undefined;
    const to = await looksTo(this.#pool);
    const anchors = await anchorsIn(this.#ledger);
    if (anchors.some(({ size }) => size > this.#known && size < this.#tree.size)) this.#tree = new LookTree(this.#pool); // another worker's, that this tree has grown past
    try {
      await follow(this.#tree, anchors, to, signal);
    } catch (error) {
      this.#tree = new LookTree(this.#pool);
      throw error;
    }
    const newest = anchors.at(-1);
    const { size } = this.#tree;
    this.#known = size;
    if (size === (newest?.size ?? 0)) return newest;
    const data = { size, root: this.#tree.root() };
    const now = new Date();
    const { position, recordedAt } = await execute(
      this.#ledger,
      {
        id: commandIdOf(data),
        fingerprint: fingerprintOf(data),
        stream: first.event.stream,
        type: 'AnchorLooks',
        data,
        act: { occurredOn: civilDateAt(now) },
        actor: SYSTEM,
      },
      now,
    );
    return { ...data, position, recordedAt };
  }
}

/** Follows from what is anchored, so that two who anchor the same do it once. A UUID of version 8. */
function commandIdOf({ size, root }: { readonly size: number; readonly root: string }): string {
  const digest = createHash('sha256').update(`looks-anchored\n${size}\n${root}`).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
