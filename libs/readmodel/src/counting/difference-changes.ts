import { type DifferenceStep, type FigureId, discriminatedTypes, ruledBy } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { codeOf, countedDay } from './buckets.ts';
import type { Way } from './difference-points.ts';
import { told } from './kinds.ts';
import { SERVING } from './schema.ts';

/** Steps as the statements number them. */
export const stepNames: readonly DifferenceStep[] = ['rule', 'knowledge', 'time'];

const isKnownAt = (position: string) => `believed_from <= ${position} and (believed_to = 0 or believed_to > ${position})`;
const asked = `from ${SERVING}.fact where figure = any($1::smallint[])`;
const covers = 'valid_from <= $5 and valid_to > $5';
const between = (day: string) => `${day} > least($5::int, $6::int) and ${day} <= greatest($5::int, $6::int)`;

/**
 * What each event changed of each unit, step by step. Knowledge: facts that cover the older day and were first believed, or no longer, at the event.
 * Time: facts known at the newer point that the event began or ended in the days between. Rule: facts of the one figure against those of the other, by
 * the event that ended one of them, or began them. All districts and their overlap together, so a person in two of them is one.
 * $1 figures, $2 $3 the positions, $4 the types of which the data say which kind of correction they are, $5 $6 the days of the older and the newer
 * point, $7 figures under the older rule set, $8 those that answer for them now.
 */
export const changes = `with change(step, figure, unit, cause, n) as (
    select 1, figure, unit, believed_from, amount ${asked} and believed_from > $2 and believed_from <= $3 and ${covers}
    union all select 1, figure, unit, believed_to, -amount ${asked} and believed_to > 0 and believed_to > $2 and believed_to <= $3 and ${covers}
    union all select 2, figure, unit, since, amount ${asked} and ${isKnownAt('$3')} and ${between('valid_from')}
    union all select 2, figure, unit, until, -amount ${asked} and ${isKnownAt('$3')} and ${between('valid_to')}
    union all select 0, now, unit, coalesce(max(until) filter (where valid_to <= $5), max(since)),
                     sum(case when valid_to <= $5 then 0 when figure = now then amount else -amount end)::bigint
      from unnest($7::smallint[], $8::smallint[]) as ruled(old, now) join ${SERVING}.fact on figure in (old, now)
      where ${isKnownAt('$2')} and valid_from <= $5 group by now, unit),
  netted as (select step, figure, unit, cause, sum(n)::bigint as n from change group by step, figure, unit, cause having sum(n) <> 0)`;

const grouped = {
  name: 'counting.difference',
  text: `${changes} select figure, step, type, ${told} as told, n > 0 as gains, sum(n)::bigint as net, count(*) as units
         from netted join ledger.events on position = cause group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
};

/** What events of one type gained or lost of one figure in one step. */
export type ChangeGroup = {
  readonly step: number;
  readonly type: string;
  readonly told: string | null;
  readonly gains: boolean;
  readonly net: number;
  readonly units: number;
};
type Row = Omit<ChangeGroup, 'net' | 'units'> & { readonly figure: number; readonly net: string; readonly units: string };

/** $1 to $8 of the statements. */
export function changeParameters({ older, newer }: Way, figures: readonly FigureId[]): unknown[] {
  const ruled = figures.map((id) => [codeOf(ruledBy(older.ruleSet, id)), codeOf(ruledBy(newer.ruleSet, id))] as const);
  const changed = ruled.filter(([old, now]) => old !== now);
  return [
    ruled.map(([, now]) => now),
    ...[older.known.position, newer.known.position],
    discriminatedTypes,
    ...[countedDay(older.asOf), countedDay(newer.asOf)],
    ...[changed.map(([old]) => old), changed.map(([, now]) => now)],
  ];
}

/** By the code of the figure under the newer rule set. */
export async function changeGroups(db: ClientBase, way: Way, figures: readonly FigureId[]): Promise<ReadonlyMap<number, readonly ChangeGroup[]>> {
  const { rows } = await db.query<Row>({ ...grouped, values: changeParameters(way, figures) });
  const groups = new Map<number, ChangeGroup[]>();
  for (const { figure, net, units, ...row } of rows) groups.set(figure, [...(groups.get(figure) ?? []), { ...row, net: Number(net), units: Number(units) }]);
  return groups;
}
