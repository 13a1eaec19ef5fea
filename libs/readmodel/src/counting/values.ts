import {
  type CivilDate,
  type CorrectionKind,
  type District,
  type FigureId,
  type Month,
  districtCodes,
  figures,
  firstDayOf,
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
/** Facts from an index that has all of it, added up; each is in its district and in the city. */
const restOfDay = (position: string, kind: string, sign: '' | '-') =>
  `select b, figure, kind, n from (
     select bucket, figure, ${kind} as kind, ${sign}sum(amount) as n from ${SERVING}.fact
     where ${position} > 0 and ${position} > $8 and ${position} <= $9 and valid_from <= $2 and valid_to > $2 group by 1, 2, 3) added,
     lateral (values (bucket), (${CITY})) buckets(b) where b = any($1::smallint[])`;
/** $1 the buckets, $2 $3 $4 the day, $5 $6 $7 the last day that was known as a whole, $8 its last position, $9 the position: what came after it is added fact by fact. */
const sums = {
  name: 'counting.sums',
  text: `select bucket, figure, kind, sum(n)::bigint as n from (${[
    cells(blocks('valid', 2), blocks('known', 5)),
    cells(blocks('valid', 2), days('known', 5)),
    cells(days('valid', 2), blocks('known', 5)),
    cells(days('valid', 2), days('known', 5)),
    restOfDay('believed_from', 'from_kind', ''),
    restOfDay('believed_to', 'to_kind', '-'),
  ].join(' union all ')}) cells group by bucket, figure, kind`,
  rowMode: 'array',
};

/** What each kind of correction changed of one figure; under `undefined`, what ordinary acts did. */
export type ByKind = ReadonlyMap<CorrectionKind | undefined, number>;
type InBucket = ReadonlyMap<FigureId, ByKind>;
const NOTHING: ByKind = new Map();
const idOf = new Map(figures.map(({ id, code }) => [code, id]));

async function sumsIn(db: ClientBase, buckets: readonly number[], asOf: number, known: Known): Promise<ReadonlyMap<number, InBucket>> {
  const found = new Map(buckets.map((bucket) => [bucket, new Map<FigureId, Map<CorrectionKind | undefined, number>>()]));
  if (asOf < 0) return found;
  const { rows } = await db.query<[bucket: number, figure: number, kind: number, n: string]>({
    ...sums,
    values: [buckets, ...prefix(asOf), ...prefix(known.wholeDay), known.wholePosition, known.position],
  });
  for (const [bucket, code, kind, n] of rows) {
    const [mine, id] = [found.get(bucket), idOf.get(code)];
    if (mine === undefined || id === undefined) continue;
    const kinds = mine.get(id) ?? new Map<CorrectionKind | undefined, number>();
    mine.set(id, kinds.set(kindOfCode(kind), Number(n)));
  }
  return found;
}

function valuesIn(found: InBucket | undefined): FigureValues {
  const values: Partial<Record<FigureId, number>> = {};
  for (const { id } of figures) {
    let sum = 0;
    for (const n of found?.get(id)?.values() ?? []) sum += n;
    values[id] = sum;
  }
  return values as FigureValues;
}

export type ValuesByKind = { readonly values: FigureValues; readonly kindsOf: (figure: FigureId) => ByKind };

/** Every figure on one day, of the city or one district, and what each kind of correction changed of it: from the same few cells. */
export async function valuesByKind(db: ClientBase, asOf: CivilDate, known: Known, district: District | undefined): Promise<ValuesByKind> {
  const bucket = bucketAsked(district);
  const found = (await sumsIn(db, [bucket], countedDay(asOf), known)).get(bucket);
  return { values: valuesIn(found), kindsOf: (figure) => found?.get(figure) ?? NOTHING };
}

/** Every figure on one day, of the city or one district. */
export async function valuesOf(db: ClientBase, asOf: CivilDate, known: Known, district: District | undefined): Promise<FigureValues> {
  return (await valuesByKind(db, asOf, known, district)).values;
}

/** Every figure on one day, in every district. */
export async function valuesByDistrict(db: ClientBase, asOf: CivilDate, known: Known): Promise<ByDistrict> {
  const found = await sumsIn(
    db,
    Array.from({ length: OVERLAP + 1 }, (_, bucket) => bucket),
    countedDay(asOf),
    known,
  );
  const districts = Object.fromEntries(districtCodes.map((district) => [district, valuesIn(found.get(bucketOf(district)))])) as Record<District, FigureValues>;
  return { city: valuesIn(found.get(CITY)), districts, overlap: valuesIn(found.get(OVERLAP)) };
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
