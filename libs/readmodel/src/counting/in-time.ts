import { type CivilDate, type District, type FigureId, type Month, firstDayOf, lastDayOf } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { CITY, bucketAsked, codeOf, countedDay } from './buckets.ts';
import type { Known } from './known.ts';
import { SERVING } from './schema.ts';

/** $1 bucket, $2 figure, $3 the first days of the months, $4 their last days, $5 the days by whose end it must be known, $6 the position. */
const inTime = {
  name: 'counting.in-time',
  text: `with covering as materialized (
      select amount, valid_from, valid_to, believed_from_day, believed_to, believed_to_day from ${SERVING}.fact
      where figure = $2 and ($1 = ${CITY} or bucket = $1) and believed_from <= $6),
    edges as (
      select valid_from as valid, amount as n, believed_from_day, believed_to, believed_to_day from covering
      union all select valid_to, -amount, believed_from_day, believed_to, believed_to_day from covering),
    months as (select * from unnest($4::int[], $5::int[]) with ordinality as month(last, closed, i))
    select coalesce(sum(n), 0)::bigint as n from months left join edges on i = width_bucket(valid::int, $3::int[]) and valid <= last
      and believed_from_day <= closed and (believed_to = 0 or believed_to > $6 or believed_to_day > closed)
    group by i order by i`,
};

/** What a figure grew by in each of some months that follow each other, as it was known at the end of the month. The first takes in all that was before it, the last ends on a day. */
export async function grownInTime(
  db: ClientBase,
  figure: FigureId,
  months: readonly Month[],
  asOf: CivilDate,
  known: Known,
  district: District | undefined,
): Promise<readonly number[]> {
  const closed = months.map((month) => countedDay(lastDayOf(month)));
  const { rows } = await db.query<{ n: string }>({
    ...inTime,
    values: [
      bucketAsked(district),
      codeOf(figure),
      months.map((month, i) => (i === 0 ? -1 : countedDay(firstDayOf(month)))),
      closed.map((day) => Math.min(day, countedDay(asOf))),
      closed,
      known.position,
    ],
  });
  return rows.map(({ n }) => Number(n));
}
