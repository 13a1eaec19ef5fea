import {
  type CivilDate,
  type CorrectionKind,
  type District,
  type FigureId,
  type Month,
  discriminatedTypes,
  districtCodes,
  figures,
  firstDayOf,
  kindOfCorrection,
  lastDayOf,
} from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { CITY, OVERLAP, bucketAsked, bucketOf, codeOf, countedDay } from './buckets.ts';
import { blockOf, firstDayOfBlock } from './cube.ts';
import { kindOfCode } from './kinds.ts';
import type { Known } from './known.ts';
import { SERVING, isMonthly, monthlyCodes } from './schema.ts';

export type FigureValues = Readonly<Record<FigureId, number>>;
/** Districts and overlap add up to the city. */
export type ByDistrict = { readonly city: FigureValues; readonly districts: Readonly<Record<District, FigureValues>>; readonly overlap: FigureValues };

/** A prefix on one axis: all blocks before that of a day, or the days of its block up to it. $n: the day, the first day of its block, its block. */
const blocks = (axis: string, n: number) => `${axis} < $${n + 2}`;
const days = (axis: string, n: number) => `${axis} between $${n + 1} and $${n}`;
const prefix = (day: number) => [day, firstDayOfBlock(Math.max(day, 0)), blockOf(Math.max(day, 0))];

const cells = (valid: string, known: string) =>
  `select bucket, figure, kind, n from ${SERVING}.cube where bucket = any($1::smallint[]) and ${valid} and ${known}`;
const wholeDays = {
  name: 'counting.whole-days',
  text: `select bucket, figure, kind, sum(n)::bigint as n from (${[
    cells(blocks('valid', 2), blocks('known', 5)),
    cells(blocks('valid', 2), days('known', 5)),
    cells(days('valid', 2), blocks('known', 5)),
    cells(days('valid', 2), days('known', 5)),
  ].join(' union all ')}) cells group by bucket, figure, kind`,
};

/** What of an event's data says which kind of correction it is, for the types in $4. */
export const told = `case when type = any($4) then coalesce(convert_from(bytes, 'UTF8')::json #>> '{data,scope}', convert_from(bytes, 'UTF8')::json #>> '{data,kind}') end`;
/** $1 the day, $2 the last position of whole days, $3 the position. A fact is in its district and in the city. */
const restOfDay = {
  name: 'counting.rest-of-day',
  text: `select b as bucket, figure, type, ${told} as told, sum(n)::bigint as n from (
      select bucket, figure, amount as n, believed_from as cause from ${SERVING}.fact
      where believed_from > $2 and believed_from <= $3 and valid_from <= $1 and valid_to > $1
      union all
      select bucket, figure, -amount, believed_to from ${SERVING}.fact
      where believed_to > 0 and believed_to > $2 and believed_to <= $3 and valid_from <= $1 and valid_to > $1) facts
    join ledger.events on position = cause, lateral (values (bucket), (${CITY})) buckets(b) group by 1, 2, 3, 4`,
};

/** What events of one kind of correction (none: ordinary acts) changed of a figure in a bucket. */
type Sum = { readonly bucket: number; readonly figure: number; readonly kind: CorrectionKind | undefined; readonly n: number };

async function sums(db: ClientBase, buckets: readonly number[], asOf: number, known: Known): Promise<Sum[]> {
  if (asOf < 0) return [];
  const whole = await db.query<{ bucket: number; figure: number; kind: number; n: string }>({
    ...wholeDays,
    values: [buckets, ...prefix(asOf), ...prefix(known.wholeDay)],
  });
  const found = whole.rows.map(({ kind, n, ...cell }): Sum => ({ ...cell, kind: kindOfCode(kind), n: Number(n) }));
  if (known.position <= known.wholePosition) return found;
  const rest = await db.query<{ bucket: number; figure: number; type: string; told: string | null; n: string }>({
    ...restOfDay,
    values: [asOf, known.wholePosition, known.position, discriminatedTypes],
  });
  for (const { type, told: says, n, ...cell } of rest.rows)
    if (buckets.includes(cell.bucket)) found.push({ ...cell, kind: kindOfCorrection(type, { scope: says, kind: says }), n: Number(n) });
  return found;
}

function valuesIn(found: readonly Sum[], bucket: number): FigureValues {
  const totals = new Map<number, number>();
  for (const sum of found) if (sum.bucket === bucket) totals.set(sum.figure, (totals.get(sum.figure) ?? 0) + sum.n);
  return Object.fromEntries(figures.map(({ id, code }) => [id, totals.get(code) ?? 0])) as FigureValues;
}

/** What each kind of correction changed of one figure; under `undefined`, what ordinary acts did. */
export type ByKind = ReadonlyMap<CorrectionKind | undefined, number>;
export type ValuesByKind = { readonly values: FigureValues; readonly kindsOf: (figure: FigureId) => ByKind };

/** Every figure on one day, of the city or one district, and what each kind of correction changed of it: from the same few cells. */
export async function valuesByKind(db: ClientBase, asOf: CivilDate, known: Known, district: District | undefined): Promise<ValuesByKind> {
  const bucket = bucketAsked(district);
  const found = await sums(db, [bucket], countedDay(asOf), known);
  return {
    values: valuesIn(found, bucket),
    kindsOf: (figure) => {
      const kinds = new Map<CorrectionKind | undefined, number>();
      for (const sum of found) if (sum.figure === codeOf(figure)) kinds.set(sum.kind, (kinds.get(sum.kind) ?? 0) + sum.n);
      return kinds;
    },
  };
}

/** Every figure on one day, of the city or one district. */
export async function valuesOf(db: ClientBase, asOf: CivilDate, known: Known, district: District | undefined): Promise<FigureValues> {
  return (await valuesByKind(db, asOf, known, district)).values;
}

/** Every figure on one day, in every district. */
export async function valuesByDistrict(db: ClientBase, asOf: CivilDate, known: Known): Promise<ByDistrict> {
  const found = await sums(
    db,
    Array.from({ length: OVERLAP + 1 }, (_, bucket) => bucket),
    countedDay(asOf),
    known,
  );
  const districts = Object.fromEntries(districtCodes.map((district) => [district, valuesIn(found, bucketOf(district))])) as Record<District, FigureValues>;
  return { city: valuesIn(found, CITY), districts, overlap: valuesIn(found, OVERLAP) };
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

/** $1 bucket, $2 $3 the first and last days of the months, $4 $5 $6 what was known, $7 the last position of whole days, $8 the position. */
const overMonths = {
  name: 'counting.over-months',
  text: `with months as materialized (select first, last, i::int from unnest($2::int[], $3::int[]) with ordinality month(first, last, i)),
    steps(figure, i, n) as (
      select told.figure, i, n from unnest('{${monthlyCodes.join(',')}}'::smallint[]) told(figure), months, lateral (
        ${[blocks('known', 4), days('known', 4)]
          .map(
            (known) =>
              `select n from ${SERVING}.cube where figure = told.figure and ${isMonthly} and bucket = $1 and valid between first and last and ${known}`,
          )
          .join(' union all ')}) cells
      union all
      select figure, i, n from (
        select figure, bucket, valid_from, valid_to, amount from ${SERVING}.fact where believed_from > $7 and believed_from <= $8
        union all
        select figure, bucket, valid_from, valid_to, -amount from ${SERVING}.fact where believed_to > 0 and believed_to > $7 and believed_to <= $8) rest,
      lateral (values (valid_from, amount), (valid_to, -amount)) edge(valid, n), months
      where ${isMonthly} and ($1 = ${CITY} or bucket = $1) and valid between first and last)
    select figure, i, coalesce(sum(n), 0)::bigint as n from steps group by 1, 2`,
};

/** What the figures that are told month by month grew by in each of some months. */
export async function growthOver(
  db: ClientBase,
  asked: readonly Month[],
  known: Known,
  district: District | undefined,
): Promise<(figure: FigureId, month: Month) => number> {
  const grown = new Map<string, number>();
  if (asked.length > 0) {
    const { rows } = await db.query<{ figure: number; i: number; n: string }>({
      ...overMonths,
      values: [
        bucketAsked(district),
        asked.map((month) => countedDay(firstDayOf(month))),
        asked.map((month) => countedDay(lastDayOf(month))),
        ...prefix(known.wholeDay),
        known.wholePosition,
        known.position,
      ],
    });
    for (const { figure, i, n } of rows) grown.set(`${figure}|${asked[i - 1]}`, Number(n));
  }
  return (figure, month) => grown.get(`${codeOf(figure)}|${month}`) ?? 0;
}
