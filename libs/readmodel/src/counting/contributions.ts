import { type CivilDate, type FigureId, figureOf } from '@casetrail/domain';
import { GrowingTree, type Sealed, leafHash, leafOf } from '@casetrail/ledger';
import type { ClientBase } from 'pg';
import { OVERLAP, codeOf, countedDay } from './buckets.ts';
import { eventsRead } from './facts.ts';
import { SERVING } from './schema.ts';

/** What a figure is made of: how many units it counts, how many events its rule read for them, and the root of the tree over these events in ledger order. */
export type Contributions = { readonly units: number; readonly events: number; readonly root: Buffer };
/** The positions of the events, each once, in ledger order. */
export type Contributing = { readonly units: number; readonly positions: () => Iterable<number> };

const units = {
  name: 'counting.contributing-units',
  text: `select distinct unit from ${SERVING}.fact
         where figure = $1 and bucket <> ${OVERLAP} and unit > $2 and valid_from <= $3 and valid_to > $3 and believed_from <= $4 and (believed_to = 0 or believed_to > $4)
         order by unit limit $5`,
};
const leaves = { name: 'counting.leaves', text: 'select position, recorded_at, hash from ledger.events where position = any($1::bigint[]) order by position' };

const UNITS_AT_ONCE = 200;
const LEAVES_AT_ONCE = 2000;

/** Which events make a figure on a day, as known at a position. One bit for each position is all that is remembered of them, however many there are. */
export async function contributingTo(db: ClientBase, id: FigureId, asOf: CivilDate, position: number): Promise<Contributing> {
  const figure = figureOf(id);
  const marks = new Uint8Array(Math.floor(position / 8) + 1);
  let found = 0;
  for (let last = '0', more = true; more;) {
    const { rows } = await db.query<{ unit: string }>({ ...units, values: [codeOf(id), last, countedDay(asOf), position, UNITS_AT_ONCE] });
    const read = await eventsRead(
      db,
      figure,
      rows.map(({ unit }) => Number(unit)),
      position,
    );
    for (const events of read.values())
      for (const event of events) marks[event.position >> 3] = (marks[event.position >> 3] as number) | (1 << (event.position & 7));
    found += rows.length;
    last = rows.at(-1)?.unit ?? last;
    more = rows.length === UNITS_AT_ONCE;
  }
  return { units: found, positions: () => marked(marks) };
}

function* marked(marks: Uint8Array): Generator<number> {
  for (const [byte, bits] of marks.entries()) if (bits !== 0) for (let bit = 0; bit < 8; bit++) if (bits & (1 << bit)) yield byte * 8 + bit;
}

/** What is sealed of the events at some positions, which come in ledger order. */
export async function* sealedAt(db: ClientBase, positions: Iterable<number>): AsyncGenerator<Sealed> {
  let chunk: number[] = [];
  const read = async () => {
    const { rows } = await db.query<{ position: string; recorded_at: Date; hash: Buffer }>({ ...leaves, values: [chunk] });
    chunk = [];
    return rows.map(({ position, recorded_at, hash }): Sealed => ({ position: Number(position), recordedAt: recorded_at.toISOString(), hash }));
  };
  for (const position of positions) if (chunk.push(position) === LEAVES_AT_ONCE) yield* await read();
  if (chunk.length > 0) yield* await read();
}

/** What a figure is made of on a day, as known at a position that is counted already. */
export async function contributionsOf(db: ClientBase, id: FigureId, asOf: CivilDate, position: number): Promise<Contributions> {
  const { units: counted, positions } = await contributingTo(db, id, asOf, position);
  const tree = new GrowingTree();
  for await (const event of sealedAt(db, positions())) tree.add(leafHash(leafOf(event)));
  return { units: counted, events: tree.size, root: tree.root() };
}
