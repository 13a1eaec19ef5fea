import type { Pool } from 'pg';
import { type Category, type CivilDate, type StreamId, addDays, categories, categoriesOf } from '@casetrail/domain';

/** Which events of the ledger: those between two positions that everything named here is true of. Days are civil dates in Asia/Shanghai, inclusive. */
export type Selection = {
  /** After this position, */
  readonly after?: number | undefined;
  /** and before this one. */
  readonly before?: number | undefined;
  readonly types?: readonly string[] | undefined;
  readonly categories?: readonly Category[] | undefined;
  readonly stream?: StreamId | undefined;
  readonly recordedFrom?: CivilDate | undefined;
  readonly recordedTo?: CivilDate | undefined;
  readonly occurredFrom?: CivilDate | undefined;
  readonly occurredTo?: CivilDate | undefined;
  /** The user who acted. */
  readonly user?: string | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
  /** Events of sealed records are withheld: of each there is a line, which keeps its place in the tree and says nothing else. */
  readonly withheld?: boolean | undefined;
};

/** Lines of NDJSON, some at a time, and the position up to which the ledger is looked through: where it ended when the first of them was read. */
export type Lines = { readonly position: number; readonly lines: AsyncIterable<readonly string[]> };

const AT_ONCE = 500;
const LOOKED_THROUGH = 5000; // positions in one query, where few of them may fit
const CODES = 32; // a stream's number is the position of its first event × 32 + the code of its category

type Row = { position: string; version: number; recorded_at: Date; hash: string; bytes: Buffer | null };

/** The form of a ledger's line. `event` is the stored bytes as they are: JSON already, and not parsed. */
const lineOf = ({ position, recorded_at, hash, bytes }: Row) =>
  `{"position":${position},"recordedAt":"${recorded_at.toISOString()}","hash":"${hash}",${bytes === null ? '"sealed":true' : `"event":${bytes.toString('utf8')}`}}\n`;

/** Whether the bytes of an event name a sealed record: as its own stream, or in what it says. */
const namesSealed = (event: string) => `convert_from(${event}.bytes, 'UTF8') ~ '"(${categoriesOf('sealed').join('|')})-'`;
/**
 * Whether an event is one of a sealed record: it is on its stream or names it, as an approval does; it decides on a correction that names it; or it voids such an
 * event. An event of the version that a void names is on the void's own stream.
 */
const isSealed = `(${namesSealed('e')}
  or (e.stream % ${CODES} = ${categories.correction} and exists (select from ledger.events f where f.stream = e.stream and f.version = 1 and ${namesSealed('f')}))
  or (e.type = 'RecordVoided' and exists (select from ledger.events f where f.stream = e.stream
    and f.version = split_part(convert_from(e.bytes, 'UTF8')::jsonb #>> '{data,target}', '@', 2)::int and ${namesSealed('f')})))`;

/** Selects events in ledger order. Memory stays the same however many there are; the first are read before this returns, so that what fails, fails here. */
export async function ledgerLines(pool: Pool, selection: Selection): Promise<Lines> {
  const { rows: heads } = await pool.query<{ position: string }>('select coalesce(max(position), 0) as position from ledger.events');
  const head = Number(heads[0]?.position);
  const from = selection.recordedFrom === undefined ? 0 : (await firstRecordedSince(pool, selection.recordedFrom, head)) - 1;
  const end = selection.recordedTo === undefined ? head : (await firstRecordedSince(pool, addDays(selection.recordedTo, 1), head)) - 1;
  const last = Math.min(end, (selection.before ?? Infinity) - 1);
  const chunks = chunksOf(pool, selection, Math.max(selection.after ?? 0, from), last);
  const first = await chunks.next();
  return { position: head, lines: startingWith(first, chunks) };
}

async function* startingWith(first: IteratorResult<readonly string[], void>, rest: AsyncGenerator<readonly string[], void>): AsyncGenerator<readonly string[]> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

async function* chunksOf(pool: Pool, selection: Selection, after: number, last: number): AsyncGenerator<readonly string[], void> {
  const { text, values } = queryFor(selection);
  const width = selection.stream === undefined ? LOOKED_THROUGH : Infinity;
  let left = selection.limit ?? Infinity;
  for (let from = after; from < last && left > 0;) {
    const to = Math.min(from + width, last);
    const most = Math.min(AT_ONCE, left);
    const { rows } = await pool.query<Row>(text, [from, to, most, ...values]);
    if (rows.length > 0) yield rows.map(lineOf);
    left -= rows.length;
    from = rows.length === most ? Number(rows.at(-1)?.position) : to;
  }
}

/** One stream is read by its index, in the order of its versions, which is that of the positions; anything else by position. $1 and $2: after, and up to. $3: at most. */
function queryFor({ types, categories: kinds, stream, occurredFrom, occurredTo, user, withheld = false }: Selection): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions = ['e.position > $1', 'e.position <= $2'];
  const also = (condition: (parameter: string) => string, value: unknown) => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value) + 3}`));
  };
  also((id) => `e.stream = (select no from ledger.streams where id = ${id})`, stream);
  also((names) => `e.type = any(${names}::text[])`, types);
  also(
    (codes) => `e.stream % ${CODES} = any(${codes}::int[])`,
    kinds?.map((category) => categories[category]),
  );
  also((day) => `e.occurred_on >= ${day}::date`, occurredFrom);
  also((day) => `e.occurred_on <= ${day}::date`, occurredTo);
  also((name) => `convert_from(e.bytes, 'UTF8')::jsonb #>> '{actor,user}' = ${name}`, user);
  // Whatever is asked about an event, a sealed one does not answer.
  const isAsked = values.length > 0;
  if (withheld && isAsked) conditions.push(`not ${isSealed}`);
  const bytes = withheld && !isAsked ? `case when ${isSealed} then null else e.bytes end as bytes` : 'e.bytes';
  const order = stream === undefined ? 'e.position' : 'e.version';
  const columns = "e.position, e.version, e.recorded_at, encode(e.hash, 'hex') as hash";
  return { text: `select ${columns}, ${bytes} from ledger.events e where ${conditions.join(' and ')} order by ${order} limit $3`, values };
}

/** The first position recorded on that day or later, or the one after the head. Recorded times never run backwards along the positions, so it takes a few looks. */
async function firstRecordedSince(pool: Pool, day: CivilDate, head: number): Promise<number> {
  let [low, high] = [1, head + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { rows } = await pool.query<{ is_since: boolean }>({
      name: 'ledger.recorded-since',
      text: "select recorded_at >= ($2::date)::timestamp at time zone 'Asia/Shanghai' as is_since from ledger.events where position = $1",
      values: [middle, day],
    });
    if (rows[0]?.is_since) high = middle;
    else low = middle + 1;
  }
  return low;
}
