import { type CivilDate, type District, type FigureId, districtCodes, figures } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { CITY, OVERLAP, bucketAsked, bucketOf, codeOf, countedDay } from './buckets.ts';
import { blockOf, firstDayOfBlock } from './cube.ts';
import type { Known } from './known.ts';
import { SERVING } from './schema.ts';

export type FigureValues = Readonly<Record<FigureId, number>>;
/** Districts and overlap add up to the city. */
export type ByDistrict = { readonly city: FigureValues; readonly districts: Readonly<Record<District, FigureValues>>; readonly overlap: FigureValues };

/** A prefix on one axis: all blocks before that of a day, or the days of its block up to it. $n: the day, the first day of its block, its block. */
const blocks = (axis: string, n: number) => `${axis} < $${n + 2}`;
const days = (axis: string, n: number) => `${axis} between $${n + 1} and $${n}`;
const prefix = (day: number) => [day, firstDayOfBlock(Math.max(day, 0)), blockOf(Math.max(day, 0))];

const cells = (valid: string, known: string) => `select bucket, figure, n from ${SERVING}.cube where bucket = any($1::smallint[]) and ${valid} and ${known}`;
const wholeDays = {
  name: 'counting.whole-days',
  text: `select bucket, figure, sum(n)::bigint as n from (${[
    cells(blocks('valid', 2), blocks('known', 5)),
    cells(blocks('valid', 2), days('known', 5)),
    cells(days('valid', 2), blocks('known', 5)),
    cells(days('valid', 2), days('known', 5)),
  ].join(' union all ')}) cells group by bucket, figure`,
};

/** $1 the day, $2 the last position of whole days, $3 the position. A fact is in its district and in the city. */
const restOfDay = {
  name: 'counting.rest-of-day',
  text: `select b as bucket, figure, sum(n)::bigint as n from (
      select bucket, figure, amount as n from ${SERVING}.fact where believed_from > $2 and believed_from <= $3 and valid_from <= $1 and valid_to > $1
      union all
      select bucket, figure, -amount from ${SERVING}.fact where believed_to > 0 and believed_to > $2 and believed_to <= $3 and valid_from <= $1 and valid_to > $1) facts,
    lateral (values (bucket), (${CITY})) buckets(b) group by b, figure`,
};

type Sum = { bucket: number; figure: number; n: string };

async function sums(db: ClientBase, buckets: readonly number[], asOf: number, known: Known): Promise<(bucket: number) => FigureValues> {
  const found = new Map<string, number>();
  const add = (rows: readonly Sum[]) => {
    for (const { bucket, figure, n } of rows) found.set(`${bucket}|${figure}`, (found.get(`${bucket}|${figure}`) ?? 0) + Number(n));
  };
  if (asOf >= 0) {
    add((await db.query<Sum>({ ...wholeDays, values: [buckets, ...prefix(asOf), ...prefix(known.wholeDay)] })).rows);
    if (known.position > known.wholePosition) add((await db.query<Sum>({ ...restOfDay, values: [asOf, known.wholePosition, known.position] })).rows);
  }
  return (bucket) => Object.fromEntries(figures.map(({ id, code }) => [id, found.get(`${bucket}|${code}`) ?? 0])) as FigureValues;
}

/** Every figure on one day, of the city or one district. */
export async function valuesOf(db: ClientBase, asOf: CivilDate, known: Known, district: District | undefined): Promise<FigureValues> {
  const bucket = bucketAsked(district);
  return (await sums(db, [bucket], countedDay(asOf), known))(bucket);
}

/** Every figure on one day, in every district. */
export async function valuesByDistrict(db: ClientBase, asOf: CivilDate, known: Known): Promise<ByDistrict> {
  const valuesIn = await sums(
    db,
    Array.from({ length: OVERLAP + 1 }, (_, bucket) => bucket),
    countedDay(asOf),
    known,
  );
  const districts = Object.fromEntries(districtCodes.map((district) => [district, valuesIn(bucketOf(district))])) as Record<District, FigureValues>;
  return { city: valuesIn(CITY), districts, overlap: valuesIn(OVERLAP) };
}

/** $1 bucket, $2 days, $3 figure, $4 $5 $6 what was known, $7 the last position of whole days, $8 the position. */
const overDays = {
  name: 'counting.over-days',
  text: `with steps(valid, n) as (
      select valid, n from ${SERVING}.cube where bucket = $1 and figure = $3 and valid >= 0 and (${blocks('known', 4)} or ${days('known', 4)})
      union all
      select step.valid, step.n from (
        select valid_from, valid_to, amount from ${SERVING}.fact where believed_from > $7 and believed_from <= $8 and figure = $3 and ($1 = ${CITY} or bucket = $1)
        union all
        select valid_from, valid_to, -amount from ${SERVING}.fact where believed_to > 0 and believed_to > $7 and believed_to <= $8 and figure = $3 and ($1 = ${CITY} or bucket = $1)) rest,
      lateral (values (valid_from, amount), (valid_to, -amount)) step(valid, n)),
    added as (select valid, sum(n) as n from steps group by valid)
    select day, coalesce((select sum(n) from added where valid <= day), 0)::bigint as n from unnest($2::int[]) with ordinality asked(day, i) order by i`,
};

/** One figure on each of some days, all as known at once. */
export async function valuesOver(
  db: ClientBase,
  figure: FigureId,
  asked: readonly CivilDate[],
  known: Known,
  district: District | undefined,
): Promise<readonly number[]> {
  const { rows } = await db.query<{ n: string }>({
    ...overDays,
    values: [bucketAsked(district), asked.map(countedDay), codeOf(figure), ...prefix(known.wholeDay), known.wholePosition, known.position],
  });
  return rows.map(({ n }) => Number(n));
}
