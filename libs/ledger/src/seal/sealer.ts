import type { Pool, PoolClient } from 'pg';
import { leafOf } from '../tree/leaf.ts';
import { EMPTY_ROOT, leafHash } from '../tree/merkle.ts';
import { type Checkpoint, NotASignedNote, type NoteSigner, checkpointText, openCheckpoint, signNote, verifierOf } from '../tree/note.ts';
import type { SignersMemory } from './signers-memory.ts';
import { type Tile, edgeOf, grownBy, hashesOf, sizeOf, storeTiles } from './stored-tiles.ts';

/** The ledger does not continue what was signed: nothing is signed until somebody has found out why. */
export class SealRefused extends Error {
  readonly reason: 'ledger-is-shorter' | 'root-differs' | 'event-is-missing' | 'key-was-replaced' | 'memory-is-of-another-key';

  constructor(reason: SealRefused['reason'], message: string) {
    super(message);
    this.name = 'SealRefused';
    this.reason = reason;
  }
}

/** `size`: how far the tree reaches now. `events`: how many were new to it. */
export type SealedTo = { readonly size: number; readonly events: number; readonly isSigned: boolean };
export type Sealing = { readonly signer: NoteSigner; readonly memory: SignersMemory };
type Signed = Pick<Checkpoint, 'size' | 'root'>;

/** How many events one transaction takes at most: a backlog of millions gets a checkpoint after each so many. */
export const SEALED_AT_ONCE = 32_768;

/** Statements are planned once, some while the tables are still empty: they must not then stay sequential for ever. */
const BEGIN = 'begin; set local enable_seqscan = off; set local enable_bitmapscan = off; set local jit = off';
const LOCK = 4_272_838_604;

/**
 * Brings new events into the tree and signs its head, in one transaction; more is to be done when `events` is the most there may be.
 * What the signer has signed is remembered apart from the database before the transaction is committed. When it is not committed after all, the
 * memory is ahead of the tree, and the next run catches up with it.
 * @throws SealRefused when the ledger does not continue what was signed
 */
export async function sealOnce(pool: Pool, sealing: Sealing, most = SEALED_AT_ONCE): Promise<SealedTo> {
  const client = await pool.connect();
  let lost: Error | undefined;
  try {
    await client.query(BEGIN);
    const sealed = await extendAndSign(client, sealing, most);
    await client.query('commit');
    return sealed;
  } catch (error) {
    await client.query('rollback').catch((broken: Error) => (lost = broken));
    throw error;
  } finally {
    client.release(lost);
  }
}

async function extendAndSign(db: PoolClient, { signer, memory }: Sealing, most: number): Promise<SealedTo> {
  const { rows } = await db.query<{ isMine: boolean }>('select pg_try_advisory_xact_lock($1) as "isMine"', [LOCK]);
  const edge = await edgeOf(db);
  const before = sizeOf(edge);
  if (!rows[0]?.isMine) return { size: before, events: 0, isSigned: false }; // another worker seals

  const { head, newest, key } = await standing(db, signer);
  if (key.isReplaced) throw new SealRefused('key-was-replaced', 'Another key has sealed this ledger since: this one does not seal it any more.');
  const own = await lastSigned(memory, signer);
  for (const { size } of [own, newest])
    if (head < size)
      throw new SealRefused(
        'ledger-is-shorter',
        `The ledger has ${head} events, and ${size} were signed: an older backup was restored, or events were removed. Nothing is signed.`,
      );
  const isSealed = before === head && newest.size === head;
  if (isSealed && own.size === newest.size && own.root.equals(newest.root)) return { size: before, events: 0, isSigned: false };

  const leaves = await leavesAfter(db, before, most);
  const size = before + leaves.length;
  await grow(db, edge, leaves);
  const known = [own, newest].filter((signed) => signed.size <= size);
  const [root, ...roots] = (await hashesOf(
    db,
    [size, ...known.map((signed) => signed.size)].map((to) => ({ from: 0, to })),
  )) as [Buffer, ...Buffer[]];
  for (const [i, signed] of known.entries())
    if (!roots[i]?.equals(signed.root))
      throw new SealRefused(
        'root-differs',
        `The first ${signed.size} events are not those that were signed: history was rewritten, or this is another ledger. Nothing is signed.`,
      );

  // A memory that is far ahead of the tree is caught up with first.
  if (size <= newest.size || size < own.size) return { size, events: leaves.length, isSigned: false };
  const note = signNote(checkpointText({ origin: signer.name, size, root }), signer);
  if (size > own.size) await memory.remember(note);
  if (!key.isKnown) await db.query('insert into seal.keys (verifier) values ($1)', [signer.verifier]);
  await db.query({ name: 'seal.sign', text: 'insert into seal.checkpoints (size, root, note) values ($1, $2, $3)', values: [size, root, note] });
  return { size, events: leaves.length, isSigned: true };
}

const NOTHING: Signed = { size: 0, root: EMPTY_ROOT };

/** What this signer signed last, as it remembers itself. */
async function lastSigned(memory: SignersMemory, { verifier }: NoteSigner): Promise<Signed> {
  const note = await memory.recall();
  if (note === undefined) return NOTHING;
  try {
    return openCheckpoint(note, verifierOf(verifier));
  } catch (error) {
    if (!(error instanceof NotASignedNote)) throw error;
    throw new SealRefused(
      'memory-is-of-another-key',
      `What was signed last is not of this key. ${error.message} A new key begins with an empty memory: put the old one away. Nothing is signed.`,
    );
  }
}

type Standing = { readonly head: number; readonly newest: Signed; readonly key: { readonly isKnown: boolean; readonly isReplaced: boolean } };

async function standing(db: PoolClient, { verifier }: NoteSigner): Promise<Standing> {
  const { rows } = await db.query<{ head: string | null; size: string | null; root: Buffer; known: Date | null; newest_key: Date | null }>({
    name: 'seal.standing',
    text: `select (select position from ledger.events order by position desc limit 1) as head, c.size, c.root,
             (select since from seal.keys where verifier = $1) as known, (select max(since) from seal.keys) as newest_key
           from (select) one left join lateral (select size, root from seal.checkpoints order by size desc limit 1) c on true`,
    values: [verifier],
  });
  const { head, size, root, known, newest_key } = rows[0] as (typeof rows)[0];
  return {
    head: Number(head ?? 0),
    newest: size === null ? NOTHING : { size: Number(size), root },
    key: { isKnown: known !== null, isReplaced: known !== null && newest_key !== null && newest_key > known },
  };
}

/** The hashes of the leaves of the next events. Nothing but the place, the time and the hash of an event is read. */
async function leavesAfter(db: PoolClient, size: number, most: number): Promise<Buffer[]> {
  const { rows } = await db.query<{ position: string; recorded_at: Date; hash: Buffer }>({
    name: 'seal.events',
    text: 'select position, recorded_at, hash from ledger.events where position > $1 and position <= $1 + $2 order by position',
    values: [size, most],
  });
  return rows.map((row, i) => {
    const position = size + 1 + i;
    if (Number(row.position) !== position)
      throw new SealRefused('event-is-missing', `The event at position ${position} is missing: it was removed. Nothing is signed.`);
    return leafHash(leafOf({ position, recordedAt: row.recorded_at, hash: row.hash }));
  });
}

async function grow(db: PoolClient, edge: readonly Tile[], leaves: readonly Buffer[]): Promise<void> {
  if (leaves.length > 0) await storeTiles(db, grownBy(edge, leaves));
}
