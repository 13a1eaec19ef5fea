import { type Stream, type ToldEvent, rulesInForce } from '@casetrail/domain';
import { int2s, int4s, int8s, texts } from '@casetrail/ledger';
import type { ClientBase, Pool } from 'pg';
import { type Cell, Differences } from './cube.ts';
import { type Fact, interestIn, recount } from './recount.ts';
import { SERVING } from './schema.ts';
import { headWithSkips, skippedIn } from '../operations/skips.ts';
import { SETTINGS, inTransaction, together } from '../transactions.ts';
import { type ReadRow, type TraceRow, byStream, linksAmong, merged, relevant, relevantTypes, toldAs, toldOf, traceColumns } from './trace.ts';

/** What is in the read model was counted by other rules: it must be rebuilt. */
export class RulesChanged extends Error {
  constructor(counted: string) {
    super(`The figures were counted by the rules ${counted}, not by ${rulesInForce}: rebuild them.`);
    this.name = 'RulesChanged';
  }
}

export const factColumns = {
  figure: 'figure',
  unit: 'unit',
  bucket: 'bucket',
  amount: 'amount',
  validFrom: 'valid_from',
  validTo: 'valid_to',
  since: 'since',
  until: 'until',
  believedFrom: 'believed_from',
  believedFromDay: 'believed_from_day',
  believedTo: 'believed_to',
  believedToDay: 'believed_to_day',
  fromKind: 'from_kind',
  toKind: 'to_kind',
} as const satisfies Record<keyof Fact, string>;
const factKeys = Object.keys(factColumns) as (keyof Fact)[];
export const factList = Object.values(factColumns).join(', ');
/** Columns of facts that hold numbers of streams, positions and amounts; all others are smallints. */
const wide: ReadonlySet<keyof Fact> = new Set(['unit', 'amount', 'since', 'until', 'believedFrom', 'believedTo']);
const closedBy = ['unit', 'figure', 'believedFrom', 'bucket', 'validFrom', 'believedTo', 'believedToDay', 'toKind'] as const satisfies (keyof Fact)[];

const checkpoint = (schema: string) => `(select position from ${schema}.checkpoint)`;
/**
 * By name, without the schema. What is read before anything is written begins behind the checkpoint, which `lock` holds; `read` is asked for after `head`, so that it
 * misses nothing up to there. `touched`: `units` and the streams of each, that is everyone who reads one of the given streams, however indirectly, with all that they read themselves.
 */
const textsOf = (schema: string) => ({
  lock: `select position, rules from ${schema}.checkpoint for update`,
  head: headWithSkips,
  read: relevant(`position > ${checkpoint(schema)} and position <= ${checkpoint(schema)} + $2`),
  tell: `with linked as (insert into ${schema}.link (reader, read) select * from unnest($8::bigint[], $9::bigint[]) on conflict do nothing)
    insert into ${schema}.trace (${traceColumns}) select * from unnest($1::bigint[], $2::bigint[], $3::int[], $4::text[], $5::int[], $6::int[], $7::text[])`,
  touched: `with recursive up(stream, interest) as (
      select * from unnest($1::bigint[], $2::int[]) union select link.reader, up.interest from up join ${schema}.link on link.read = up.stream),
    units as (select distinct stream as unit from up where interest >> (stream % 32)::int & 1 = 1),
    down(unit, stream) as (select unit, unit from units union select down.unit, link.read from down join ${schema}.link on link.reader = down.stream)
    select unit, array_agg(stream) from down group by unit`,
  history: `select ${traceColumns} from ${schema}.trace where stream = any($1::bigint[]) and position <= $2 order by position`,
  believed: `select ${factList} from ${schema}.fact where unit = any($1::bigint[]) and believed_to = 0`,
  store: `with closed as (
      update ${schema}.fact f set believed_to = c.believed_to, believed_to_day = c.day, to_kind = c.kind
      from unnest($4::bigint[], $5::smallint[], $6::bigint[], $7::smallint[], $8::smallint[], $9::bigint[], $10::smallint[], $11::smallint[])
        c(unit, figure, believed_from, bucket, valid_from, believed_to, day, kind)
      where (f.unit, f.figure, f.believed_from, f.bucket, f.valid_from) = (c.unit, c.figure, c.believed_from, c.bucket, c.valid_from)),
    opened as (
      insert into ${schema}.fact (${factList})
      select * from unnest($12::smallint[], $13::bigint[], $14::smallint[], $15::bigint[], $16::smallint[], $17::smallint[], $18::bigint[], $19::bigint[], $20::bigint[], $21::smallint[], $22::bigint[], $23::smallint[],
        $24::smallint[], $25::smallint[])),
    cells as (
      insert into ${schema}.cube as c (figure, bucket, kind, valid, known, n) select * from unnest($26::smallint[], $27::smallint[], $28::smallint[], $29::smallint[], $30::smallint[], $31::bigint[])
      on conflict (bucket, valid, known, figure, kind) do update set n = c.n + excluded.n),
    new_days as (
      insert into ${schema}.days (recorded_on, first_position)
      select (recorded_at at time zone interval '8 hours')::date - date '2000-01-01', min(position) from ledger.events where position > $1 and position <= $2 group by 1
      on conflict do nothing)
    update ${schema}.checkpoint set position = $2, rules = $3`,
});
type Named = { readonly name: string; readonly text: string };
type Statements = Readonly<Record<keyof ReturnType<typeof textsOf>, Named>>;
const prepared = new Map<string, Statements>();
function statementsOf(schema: string): Statements {
  const found =
    prepared.get(schema) ??
    (Object.fromEntries(Object.entries(textsOf(schema)).map(([name, text]) => [name, { name: `${schema}.${name}`, text }])) as Statements);
  prepared.set(schema, found);
  return found;
}

/** One column of facts as a parameter. */
const factColumn = (facts: readonly Fact[]) => (key: keyof Fact) => {
  const values = facts.map((fact) => fact[key]);
  return wide.has(key) ? int8s(values) : int2s(values);
};
const cellColumns = (cells: readonly Cell[]) => [
  ...([0, 1, 2, 3, 4] as const).map((i) => int2s(cells.map((cell) => cell[i]))),
  int8s(cells.map(([, , , , , n]) => n)),
];
const toldColumns = (told: readonly ToldEvent[]) => [
  int8s(told.map(({ position }) => position)),
  int8s(told.map(({ stream }) => stream)),
  int4s(told.map(({ version }) => version)),
  texts(told.map(({ type }) => type)),
  int4s(told.map(({ on }) => on)),
  int4s(told.map(({ recorded }) => recorded)),
  texts(told.map(({ data }) => JSON.stringify(data))),
];
const linkColumns = (links: ReturnType<typeof linksAmong>) => [int8s(links.map(([reader]) => reader)), int8s(links.map(([, read]) => read))];
/** Every column is a number. */
export const factOf = (row: readonly unknown[]): Fact => ({
  figure: Number(row[0]),
  unit: Number(row[1]),
  bucket: Number(row[2]),
  amount: Number(row[3]),
  validFrom: Number(row[4]),
  validTo: Number(row[5]),
  since: Number(row[6]),
  until: Number(row[7]),
  believedFrom: Number(row[8]),
  believedFromDay: Number(row[9]),
  believedTo: Number(row[10]),
  believedToDay: Number(row[11]),
  fromKind: Number(row[12]),
  toKind: Number(row[13]),
});

/** The streams of a batch, each with the categories of units that its events may move, as bits. */
export function interestOf(batch: readonly ToldEvent[]): [streams: Stream[], interests: number[]] {
  const interest = new Map<Stream, number>();
  for (const { stream, type } of batch) interest.set(stream, (interest.get(stream) ?? 0) | (interestIn.get(type) as number));
  return [[...interest.keys()], [...interest.values()]];
}

type Recounted = { readonly closed: readonly Fact[]; readonly opened: readonly Fact[] };
const unchanged: Recounted = { closed: [], opened: [] };

/** Counts each unit again after `after`, from all that it reads and from the facts believed until then. */
export function recountUnits(
  units: readonly (readonly [unit: string, streams: readonly string[]])[],
  told: readonly ToldEvent[],
  facts: readonly Fact[],
  after: number,
): Recounted {
  const histories = byStream(told);
  const believed = new Map<Stream, Fact[]>();
  for (const fact of facts) {
    const mine = believed.get(fact.unit);
    if (mine) mine.push(fact);
    else believed.set(fact.unit, [fact]);
  }
  const changes = units.map(([unit, read]) => recount(Number(unit), merged(read.map(Number), histories), after, believed.get(Number(unit)) ?? []));
  return { closed: changes.flatMap(({ closed }) => closed), opened: changes.flatMap(({ opened }) => opened) };
}

/** What a batch changes in the read model, as parameters of `store`. */
function changed({ closed, opened }: Recounted): unknown[] {
  const differences = new Differences();
  for (const fact of closed) differences.close(fact);
  for (const fact of opened) differences.open(fact);
  return [...closedBy.map(factColumn(closed)), ...factKeys.map(factColumn(opened)), ...cellColumns(differences.cells())];
}

/**
 * Counts at most `size` further positions, inside a transaction that is already open, with SETTINGS; false when there are none. `schema` is where it is counted;
 * `limit`, the position not to go beyond.
 * @throws NotCountable when the ledger holds what cannot be counted; RulesChanged when a rebuild is due
 */
export async function advance(db: ClientBase, size: number, { schema = SERVING, limit = Infinity } = {}): Promise<boolean> {
  const sql = statementsOf(schema);
  const [[state], [[head, skips]], read] = (await together(db, sql.lock, sql.head, { ...sql.read, values: [relevantTypes, size] })) as [
    [position: string, rules: string][],
    [[position: string, skips: Buffer[]]],
    ReadRow[],
  ];
  if (!state) throw new Error(`${schema} has no checkpoint`);
  const [after, rules] = [Number(state[0]), state[1]];
  if (after > 0 && rules !== rulesInForce) throw new RulesChanged(rules);
  const until = Math.min(after + size, Number(head), limit);
  if (until <= after) return false;

  const inBatch = read.filter(([position]) => Number(position) <= until);
  const batch = await toldAs(db, inBatch, skippedIn('figures', skips));
  const recounted = batch.length === 0 ? unchanged : await recountedBy(db, sql, batch, after, until);
  await together(db, { ...sql.store, values: [after, until, rulesInForce, ...changed(recounted)] });
  return true;
}

/** Tells a batch, and counts again all that it touches. */
async function recountedBy(db: ClientBase, sql: Statements, batch: readonly ToldEvent[], after: number, until: number): Promise<Recounted> {
  const [streams, interests] = interestOf(batch);
  const found = await together(
    db,
    { ...sql.tell, values: [...toldColumns(batch), ...linkColumns(linksAmong(batch))] },
    { ...sql.touched, values: [int8s(streams), int4s(interests)] },
  );
  const units = found[1] as [unit: string, streams: string[]][];
  const reached = [...new Set(units.flatMap(([, mine]) => mine))];
  const [told, believed] = (await together(
    db,
    { ...sql.history, values: [int8s(reached.map(Number)), until] },
    { ...sql.believed, values: [int8s(units.map(([unit]) => Number(unit)))] },
  )) as [TraceRow[], unknown[][]];
  return recountUnits(units, told.map(toldOf), believed.map(factOf), after);
}

/** Brings the figures up to date by one batch of positions; false when there was nothing to do. Projectors that run side by side wait for each other. */
export const projectFigures = (pool: Pool, batchSize = 500): Promise<boolean> => inTransaction(pool, `begin; ${SETTINGS}`, (db) => advance(db, batchSize));
