import { type CivilDate, type CorrectionKind, type District, type Figure, type FigureId, figureOf, kindOfCorrection } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { CITY, OVERLAP, bucketAsked, countedDay } from './buckets.ts';
import type { Known } from './known.ts';
import { SERVING } from './schema.ts';

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
 * Every edge of the facts believed at $3, up to the day $2, by the type of the event that made it; then the units once believed and now gone, in
 * and out again. The lines add up to the figure by construction. Transfers are told apart by their scope.
 */
const edges = {
  name: 'counting.waterfall',
  text: `with believed as materialized (
      select * from ${SERVING}.fact where figure = $1 and ($4 = ${CITY} or bucket = $4) and believed_from <= $3 and (believed_to = 0 or believed_to > $3) and valid_from <= $2),
    gone as (
      select distinct on (unit) unit, amount, since, believed_to from ${SERVING}.fact f
      where figure = $1 and bucket <> ${OVERLAP} and ($4 = ${CITY} or bucket = $4) and believed_to between 1 and $3 and valid_from <= $2
        and unit not in (select unit from believed)
      order by unit, believed_to desc, valid_from),
    edge(cause, n) as (
      select since, amount from believed union all select until, -amount from believed where valid_to <= $2
      union all select since, amount from gone union all select believed_to, -amount from gone),
    caused as (select cause, coalesce(sum(n) filter (where n > 0), 0) as added, coalesce(sum(n) filter (where n < 0), 0) as taken from edge group by cause)
    select type, case when type in ('CaseTransferred', 'GroupTransferred') then convert_from(bytes, 'UTF8')::json #>> '{data,scope}' end as scope,
           sum(added)::bigint as added, sum(taken)::bigint as taken
    from caused join ledger.events on position = cause group by 1, 2 order by 1, 2`,
};

type Row = { type: string; scope: string | null; added: string; taken: string };

async function linesOf(db: ClientBase, { code }: Figure, asOf: number, known: Known, bucket: number): Promise<WaterfallLine[]> {
  const { rows } = await db.query<Row>({ ...edges, values: [code, asOf, known.position, bucket] });
  return rows.map(({ type, scope, added, taken }) => {
    const kind = kindOfCorrection(type, { scope });
    return { ...(kind && { kind }), type, added: Number(added), taken: Number(taken), net: Number(added) + Number(taken) };
  });
}

const net = (lines: readonly WaterfallLine[]) => lines.reduce((sum, line) => sum + line.net, 0);

/** From gross to net. A figure of persons starts from its companion, the person-times: then come merged identities, and persons counted repeatedly. */
export async function waterfallOf(db: ClientBase, id: FigureId, asOf: CivilDate, known: Known, district: District | undefined): Promise<Waterfall> {
  const figure = figureOf(id);
  const bucket = bucketAsked(district);
  const own = await linesOf(db, figure, countedDay(asOf), known, bucket);
  const value = net(own);
  const lines = figure.companion ? explained(await linesOf(db, figureOf(figure.companion), countedDay(asOf), known, bucket), own) : own;
  return { figure: id, gross: net(lines.filter(({ kind }) => kind === undefined)), lines, value };
}

function explained(companion: readonly WaterfallLine[], own: readonly WaterfallLine[]): WaterfallLine[] {
  const identities = own.filter(({ kind }) => kind === 'K11');
  const repeated = net(own) - net(companion) - net(identities);
  return [
    ...companion,
    ...identities,
    ...(repeated === 0 ? [] : [{ kind: 'REPEAT' as const, added: Math.max(0, repeated), taken: Math.min(0, repeated), net: repeated }]),
  ];
}
