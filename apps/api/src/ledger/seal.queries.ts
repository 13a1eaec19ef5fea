import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer } from '@casetrail/contracts';
import { HASH_BYTES, Seal, type SignedCheckpoint, TILE_WIDTH, type TileAt, bundleOf, leafHash } from '@casetrail/ledger';
import { Problem } from '../http/problem.ts';

/** The newest checkpoint, as the note that was signed. */
export class NewestCheckpoint extends Query<string> {}
/** The public key that checkpoints are signed with. */
export class SealKey extends Query<string> {}
export class SealedTile extends Query<Buffer> {
  constructor(readonly tile: TileAt) {
    super();
  }
}
export class InclusionProof extends Query<Answer<'InclusionProof'>> {
  constructor(
    readonly position: number,
    readonly size?: number,
  ) {
    super();
  }
}
export class ConsistencyProof extends Query<Answer<'ConsistencyProof'>> {
  constructor(
    readonly from: number,
    readonly size?: number,
  ) {
    super();
  }
}
/** All that it takes to check one event with the public key alone: C2SP tlog-proof. */
export class ProofOfEvent extends Query<string> {
  constructor(readonly position: number) {
    super();
  }
}

const notSealedYet = () => new Problem('ledger/not-sealed-yet', undefined, { headers: { 'retry-after': '1' } });
const base64 = (hash: Buffer) => hash.toString('base64');

/** The newest checkpoint, which covers so many events. */
async function checkpointCovering(size: number, seal: Seal): Promise<SignedCheckpoint> {
  const newest = await seal.checkpoint();
  if (newest && newest.size >= size) return newest;
  const { head } = await seal.status();
  if (size > head) throw new Problem('ledger/beyond-ledger', `The ledger has ${head} events.`, { details: { position: head } });
  throw notSealedYet();
}

async function leafAt(position: number, seal: Seal): Promise<Buffer> {
  const [leaf] = await seal.leaves({ from: position - 1, to: position });
  if (!leaf) throw new Error(`The event at position ${position} was sealed and is not in the ledger`);
  return leaf;
}

@QueryHandler(NewestCheckpoint)
class NewestCheckpointHandler implements IQueryHandler<NewestCheckpoint> {
  constructor(private readonly seal: Seal) {}

  async execute(): Promise<string> {
    const newest = await this.seal.checkpoint();
    if (!newest) throw notSealedYet();
    return newest.note;
  }
}

@QueryHandler(SealKey)
class SealKeyHandler implements IQueryHandler<SealKey> {
  constructor(private readonly seal: Seal) {}

  async execute(): Promise<string> {
    const key = await this.seal.key();
    if (key === undefined) throw notSealedYet();
    return `${key}\n`;
  }
}

@QueryHandler(SealedTile)
class SealedTileHandler implements IQueryHandler<SealedTile> {
  constructor(private readonly seal: Seal) {}

  /** A tile that is not full is the first hashes of it, as it was when the tree had no more. */
  async execute({ tile: { level, index, width } }: SealedTile): Promise<Buffer> {
    const { size } = await checkpointCovering(1, this.seal);
    const from = index * TILE_WIDTH;
    const to = from + width;
    if (to > Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level))) throw new Problem('tile/is-unknown');
    if (level !== 'entries') return ((await this.seal.tile(level, index)) as Buffer).subarray(0, width * HASH_BYTES);
    const leaves = await this.seal.leaves({ from, to });
    if (leaves.length < width) throw new Error(`Of the events ${from + 1} to ${to}, which were sealed, some are not in the ledger`);
    return bundleOf(leaves);
  }
}

@QueryHandler(InclusionProof)
class InclusionProofHandler implements IQueryHandler<InclusionProof> {
  constructor(private readonly seal: Seal) {}

  async execute({ position, size: asked }: InclusionProof): Promise<Answer<'InclusionProof'>> {
    const newest = await checkpointCovering(asked ?? position, this.seal);
    const size = asked ?? newest.size;
    const index = position - 1;
    const leaf = await leafAt(position, this.seal);
    const [root, proof, signed] = await Promise.all([this.seal.root(size), this.seal.inclusion(index, size), this.seal.checkpointAt(size)]);
    return {
      position,
      index,
      size,
      leaf: leaf.toString(),
      leafHash: base64(leafHash(leaf)),
      proof: proof.map(base64),
      root: base64(root),
      checkpoint: signed?.note ?? null,
    };
  }
}

@QueryHandler(ConsistencyProof)
class ConsistencyProofHandler implements IQueryHandler<ConsistencyProof> {
  constructor(private readonly seal: Seal) {}

  async execute({ from, size: asked }: ConsistencyProof): Promise<Answer<'ConsistencyProof'>> {
    const newest = await checkpointCovering(asked ?? from, this.seal);
    const size = asked ?? newest.size;
    const [fromRoot, root, proof, signed] = await Promise.all([
      this.seal.root(from),
      this.seal.root(size),
      this.seal.consistency(from, size),
      this.seal.checkpointAt(size),
    ]);
    return { from, size, proof: proof.map(base64), fromRoot: base64(fromRoot), root: base64(root), checkpoint: signed?.note ?? null };
  }
}

@QueryHandler(ProofOfEvent)
class ProofOfEventHandler implements IQueryHandler<ProofOfEvent> {
  constructor(private readonly seal: Seal) {}

  async execute({ position }: ProofOfEvent): Promise<string> {
    const { size, note } = await checkpointCovering(position, this.seal).catch((error: unknown) => {
      throw error instanceof Problem && error.code === 'ledger/beyond-ledger' ? new Problem('event/is-unknown') : error;
    });
    const [leaf, proof] = await Promise.all([leafAt(position, this.seal), this.seal.inclusion(position - 1, size)]);
    return ['c2sp.org/tlog-proof@v1', `extra ${base64(leaf)}`, `index ${position - 1}`, ...proof.map(base64), '', note].join('\n');
  }
}

export const sealQueries = [NewestCheckpointHandler, SealKeyHandler, SealedTileHandler, InclusionProofHandler, ConsistencyProofHandler, ProofOfEventHandler];
