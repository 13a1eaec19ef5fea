import { type CivilDate, type Figure, type FigureId, figureOf } from '@casetrail/domain';
import { GrowingTree, type Sealed, leafHash, leafOf } from '@casetrail/ledger';
import type { ClientBase } from 'pg';
import { OVERLAP, codeOf, countedDay } from './buckets.ts';
import { historiesOf } from './facts.ts';
import { eventsReadBy } from './reading.ts';
import { SERVING } from './schema.ts';

/** What a figure is made of: how many units it counts, how many events its rule read for them, and the root of the tree over these events in ledger order. */
export type Contributions = { readonly units: number; readonly events: number; readonly root: Buffer };
/** How many units a figure counts, and the positions of the events that its rule read for them. */
export type Contributing = { readonly units: number; readonly positions: Marks };

/** The units behind $2, in their order, with the figures among $1 that count them: of one figure by its own index, of many by going through all facts once. */
const unitsOf = (which: string) => ({
  name: `counting.contributing-units ${which}`,
  text: `select unit, array_agg(distinct figure) as figures from ${SERVING}.fact
         where figure ${which} and bucket <> ${OVERLAP} and unit > $2 and valid_from <= $3 and valid_to > $3 and believed_from <= $4 and (believed_to = 0 or believed_to > $4)
         group by unit order by unit limit $5`,
});
const [ofOne, ofMany] = [unitsOf('= $1'), unitsOf('= any($1::smallint[])')];
const leaves = { name: 'counting.leaves', text: 'select position, recorded_at, hash from ledger.events where position = any($1::bigint[]) order by position' };

const UNITS_AT_ONCE = 500;
const LEAVES_AT_ONCE = 5000;

/** Some positions of the ledger, each once, in its order. One bit for each position is all that is remembered of them, however many there are. */
export class Marks implements Iterable<number> {
  readonly #bits: Uint8Array;

  constructor(last: number) {
    this.#bits = new Uint8Array(Math.floor(last / 8) + 1);
  }

  add(position: number): void {
    this.#bits[position >> 3] = (this.#bits[position >> 3] as number) | (1 << (position & 7));
  }

  addAll(others: Marks): void {
    others.#bits.forEach((byte, i) => (this.#bits[i] = (this.#bits[i] as number) | byte));
  }

  has(position: number): boolean {
    return ((this.#bits[position >> 3] as number) & (1 << (position & 7))) !== 0;
  }

  *[Symbol.iterator](): Generator<number> {
    for (const [byte, bits] of this.#bits.entries()) if (bits !== 0) for (let bit = 0; bit < 8; bit++) if (bits & (1 << bit)) yield byte * 8 + bit;
  }
}

type Made = { readonly figure: Figure; units: number; readonly positions: Marks };

/** Which events make some figures on a day, as known at a position. The history of a unit is read once, however many figures count it. */
export async function contributingTo(db: ClientBase, ids: readonly FigureId[], asOf: CivilDate, position: number): Promise<readonly Contributing[]> {
  const made = new Map(ids.map((id): [number, Made] => [codeOf(id), { figure: figureOf(id), units: 0, positions: new Marks(position) }]));
  const codes = [...made.keys()];
  const [statement, which] = codes.length === 1 ? [ofOne, codes[0]] : [ofMany, codes];
  for (let last = '0', more = true; more;) {
    const values = [which, last, countedDay(asOf), position, UNITS_AT_ONCE];
    const { rows } = await db.query<{ unit: string; figures: number[] }>({ ...statement, values });
    const counted = rows.map(({ unit, figures }) => [Number(unit), figures] as const);
    const units = counted.map(([unit]) => unit);
    const histories = await historiesOf(db, units, position);
    for (const [unit, figures] of counted)
      for (const code of figures) {
        const one = made.get(code) as Made;
        one.units++;
        for (const event of eventsReadBy(one.figure, unit, histories.get(unit) ?? [])) one.positions.add(event.position);
      }
    last = rows.at(-1)?.unit ?? last;
    more = rows.length === UNITS_AT_ONCE;
  }
  return [...made.values()];
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

/** What some figures are made of on a day, as known at a position that is counted already. An event that several of them have is read and hashed once. */
export async function contributionsOf(db: ClientBase, ids: readonly FigureId[], asOf: CivilDate, position: number): Promise<readonly Contributions[]> {
  const made = (await contributingTo(db, ids, asOf, position)).map((one) => ({ ...one, tree: new GrowingTree() }));
  const all = new Marks(position);
  for (const { positions } of made) all.addAll(positions);
  for await (const event of sealedAt(db, all)) {
    const leaf = leafHash(leafOf(event));
    for (const { positions, tree } of made) if (positions.has(event.position)) tree.add(leaf);
  }
  return made.map(({ units: counted, tree }) => ({ units: counted, events: tree.size, root: tree.root() }));
}
