import type { CivilDate, FigureId } from '@casetrail/domain';
import { GrowingTree, type Range, type Sealed, inclusionRanges, leafHash, leafOf } from '@casetrail/ledger';
import type { ClientBase } from 'pg';
import { type Contributing, contributingTo, sealedAt } from './contributions.ts';

/** A leaf of a figure's tree, with the proof that it is number `index` there. */
export type ProvenLeaf = { readonly index: number; readonly event: Sealed; readonly proof: readonly Buffer[] };
/**
 * Whether an event is one of those that make a figure. Leaves are in ledger order and name their positions: so two leaves that are neighbours in the
 * tree, but not in the ledger, prove that no event between them is in it. At an end of the tree one of them is missing.
 */
export type Membership = { readonly size: number; readonly root: Buffer } & (
  ({ readonly isInside: true } & ProvenLeaf) | { readonly isInside: false; readonly before?: ProvenLeaf; readonly after?: ProvenLeaf }
);

/** Looks for the event at a position among those that make a figure on a day, as known at another position. */
export async function membershipOf(db: ClientBase, id: FigureId, asOf: CivilDate, knownAt: number, position: number): Promise<Membership> {
  const [{ positions }] = (await contributingTo(db, [id], asOf, knownAt)) as [Contributing];
  let size = 0;
  let smaller = 0;
  let isInside = false;
  for (const one of positions) {
    size++;
    if (one < position) smaller++;
    if (one === position) isInside = true;
  }
  const indexes = isInside ? [smaller] : [smaller - 1, smaller].filter((index) => index >= 0 && index < size);
  const { root, proven } = await prove(sealedAt(db, positions), size, indexes);
  if (isInside) return { size, root, isInside, ...(proven[0] as ProvenLeaf) };
  const before = proven.find(({ index }) => index === smaller - 1);
  const after = proven.find(({ index }) => index === smaller);
  return { size, root, isInside: false, ...(before && { before }), ...(after && { after }) };
}

type Grown = { readonly range: Range; readonly tree: GrowingTree };

/** Reads the leaves of a tree once, and keeps of them what the proofs of a few are made of. */
async function prove(events: AsyncIterable<Sealed>, size: number, indexes: readonly number[]): Promise<{ root: Buffer; proven: ProvenLeaf[] }> {
  const whole = new GrowingTree();
  const asked = indexes.map((index) => ({ index, ranges: inclusionRanges(index, size).map((range): Grown => ({ range, tree: new GrowingTree() })) }));
  const met = new Map<number, Sealed>();
  for await (const event of events) {
    const index = whole.size;
    const leaf = leafHash(leafOf(event));
    whole.add(leaf);
    if (indexes.includes(index)) met.set(index, event);
    for (const { ranges } of asked) for (const { range, tree } of ranges) if (index >= range.from && index < range.to) tree.add(leaf);
  }
  const proven = asked.map(({ index, ranges }) => ({ index, event: met.get(index) as Sealed, proof: ranges.map(({ tree }) => tree.root()) }));
  return { root: whole.root(), proven };
}
