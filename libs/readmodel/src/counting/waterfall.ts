import { type CivilDate, type CorrectionKind, type District, type FigureId, discriminatedTypes, figureOf, kindOfCorrection } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { CITY, bucketAsked, countedDay } from './buckets.ts';
import { told } from './kinds.ts';
import type { Known } from './known.ts';
import { SERVING } from './schema.ts';
import type { ByKind } from './values.ts';

/**
 * One step from gross to net: what events of one type did. `kind` says which correction it was; none is an ordinary act. REPEAT has no events: it
 * takes back that the companion figure counts one person several times.
 */
export type WaterfallLine = {
  readonly kind?: CorrectionKind | 'REPEAT';
  readonly type?: string;
  readonly added: number;
  readonly taken: number;
  readonly net: number;
};
/** `gross` is what ordinary acts amount to. All lines together are the value. */
export type Waterfall = { readonly figure: FigureId; readonly gross: number; readonly lines: readonly WaterfallLine[]; readonly value: number };

/**
 * What each event changed of the figure on day $2 when it was recorded, up to $3: the facts that it opened, less those that it closed, unit by unit.
 * The changes add up to the figure by construction. $4: the types of which the data say which kind of correction they are; $5: the bucket.
 */
export const netted = `with covering as materialized (
      select figure, unit, amount, believed_from, believed_to from ${SERVING}.fact
      where figure = any($1::smallint[]) and ($5 = ${CITY} or bucket = $5) and believed_from <= $3 and valid_from <= $2 and valid_to > $2),
    change(figure, unit, cause, n) as (
      select figure, unit, believed_from, amount from covering
      union all select figure, unit, believed_to, -amount from covering where believed_to between 1 and $3),
    netted as (select figure, unit, cause, sum(n) as n from change group by figure, unit, cause having sum(n) <> 0)`;
const changes = {
  name: 'counting.waterfall',
  text: `${netted},
    caused as (select figure, cause, coalesce(sum(n) filter (where n > 0), 0) as added, coalesce(sum(n) filter (where n < 0), 0) as taken from netted group by figure, cause)
    select figure, type, ${told} as told,
           sum(added)::bigint as added, sum(taken)::bigint as taken
    from caused join ledger.events on position = cause group by 1, 2, 3 order by 1, 2, 3`,
};

type Row = { figure: number; type: string; told: string | null; added: string; taken: string };
/** What events of one type, whose data say the same, changed of a figure. */
export type Caused = Omit<Row, 'added' | 'taken'> & { readonly kind: CorrectionKind | undefined; readonly added: number; readonly taken: number };
/** The parameters of `netted`. */
export const nettedOf = (codes: readonly number[], asOf: CivilDate, known: Known, district: District | undefined) => [
  codes,
  countedDay(asOf),
  known.position,
  discriminatedTypes,
  bucketAsked(district),
];

export async function causedBy(db: ClientBase, values: ReturnType<typeof nettedOf>): Promise<Caused[]> {
  const { rows } = await db.query<Row>({ ...changes, values });
  return rows.map((row) => ({
    ...row,
    kind: kindOfCorrection(row.type, { scope: row.told, kind: row.told }),
    added: Number(row.added),
    taken: Number(row.taken),
  }));
}

/** One line for each kind and type, whatever else the data of the events say. */
function linesOf(caused: readonly Caused[], code: number): WaterfallLine[] {
  const lines = new Map<string, WaterfallLine>();
  for (const { figure, kind, type, added: more, taken: less } of caused) {
    if (figure !== code) continue;
    const { added, taken } = lines.get(`${kind} ${type}`) ?? { added: 0, taken: 0 };
    lines.set(`${kind} ${type}`, { ...(kind && { kind }), type, added: added + more, taken: taken + less, net: added + more + taken + less });
  }
  return [...lines.values()];
}

const net = (lines: readonly WaterfallLine[]) => lines.reduce((sum, line) => sum + line.net, 0);

/** From gross to net. A figure of persons starts from its companion, the person-times: then come merged identities, and persons counted repeatedly. */
export async function waterfallOf(db: ClientBase, id: FigureId, asOf: CivilDate, known: Known, district: District | undefined): Promise<Waterfall> {
  const { code, companion } = figureOf(id);
  const times = companion && figureOf(companion).code;
  const caused = await causedBy(db, nettedOf(times === undefined ? [code] : [code, times], asOf, known, district));
  const own = linesOf(caused, code);
  const lines = times === undefined ? own : explained(linesOf(caused, times), own);
  return { figure: id, gross: net(lines.filter(({ kind }) => kind === undefined)), lines, value: net(own) };
}

/** The same by kind of correction alone, from what the cube has of each kind. */
export function stepsByKind(id: FigureId, kindsOf: (figure: FigureId) => ByKind): Waterfall {
  const lines = (figure: FigureId) => Array.from(kindsOf(figure), ([kind, n]) => lineOf(kind, n));
  const { companion } = figureOf(id);
  const own = lines(id);
  const steps = companion ? explained(lines(companion), own) : own;
  return { figure: id, gross: net(steps.filter(({ kind }) => kind === undefined)), lines: steps, value: net(own) };
}

function lineOf(kind: WaterfallLine['kind'], n: number): WaterfallLine {
  const line = { added: Math.max(0, n), taken: Math.min(0, n), net: n };
  return kind === undefined ? line : { kind, ...line };
}

function explained(companion: readonly WaterfallLine[], own: readonly WaterfallLine[]): WaterfallLine[] {
  const identities = own.filter(({ kind }) => kind === 'K11');
  const repeated = net(own) - net(companion) - net(identities);
  return [...companion, ...identities, ...(repeated === 0 ? [] : [lineOf('REPEAT', repeated)])];
}
