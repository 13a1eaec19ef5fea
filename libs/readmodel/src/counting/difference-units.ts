import {
  type CivilDate,
  type CorrectionKind,
  type DifferenceCell,
  type DifferenceStep,
  type EventId,
  type FigureId,
  type StreamId,
  cellOfChange,
  eventIdOf,
  isSealedFigure,
  kindOfCorrection,
  ruledBy,
} from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { codeOf, countedDay } from './buckets.ts';
import { type FixedPoint, type Point, type ReadPoint, readPoint, releasedPoint, turnOf, wayBetween } from './difference-points.ts';
import { type ChangeGroup, changeGroups, changeParameters, changes, stepNames } from './difference-changes.ts';
import { namesOf } from './facts.ts';
import { told } from './kinds.ts';
import { SERVING } from './schema.ts';

/** What one event changed of one unit, and for how much the unit counts at both points. */
export type ChangedUnit = {
  readonly unit: StreamId;
  readonly change: number;
  readonly before: number;
  readonly after: number;
  readonly step: DifferenceStep;
  readonly cause: {
    readonly event: EventId;
    readonly type: string;
    readonly kind?: CorrectionKind;
    readonly position: number;
    readonly occurredOn: CivilDate;
    readonly recordedAt: Date;
  };
};
export type ChangedUnitsPage = { readonly from: ReadPoint; readonly to: ReadPoint; readonly units: readonly ChangedUnit[]; readonly next?: string };
export type UnitsAsked = { readonly after?: string | undefined; readonly limit?: number | undefined };

/** $9 to $12 the groups of changes that are in the cell, $13 to $15 the row before, $16 how many. */
const page = {
  name: 'counting.difference-units',
  text: `${changes}, causes as (select position, stream, version, type, occurred_on, recorded_at, ${told} as told from ledger.events where position in (select cause from netted))
    select unit, cause, step, n, stream, version, type, told, occurred_on::text as on, recorded_at as recorded
    from netted join causes on position = cause
    where (step, type, coalesce(told, ''), n > 0) in (select * from unnest($9::int[], $10::text[], $11::text[], $12::boolean[]))
      and (unit, cause, step) > ($13::bigint, $14::bigint, $15::int) order by unit, cause, step limit $16`,
};
type Row = {
  readonly unit: string;
  readonly cause: string;
  readonly step: number;
  readonly n: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly told: string | null;
  readonly on: CivilDate;
  readonly recorded: Date;
};

const amounts = {
  name: 'counting.difference-amounts',
  text: `select unit, sum(amount)::bigint as n from ${SERVING}.fact where unit = any($1::bigint[]) and figure = $2 and valid_from <= $3 and valid_to > $3
           and believed_from <= $4 and (believed_to = 0 or believed_to > $4) group by unit`,
};

const START = '0.0.0';
const MOST = 1000;
/** @throws RangeError for what is no cursor */
function placeOf(cursor: string): string[] {
  if (!/^\d{1,18}\.\d{1,18}\.\d$/.test(cursor)) throw new RangeError(`${cursor} is no place in this list`);
  return cursor.split('.');
}

/** One page of what a cell of a difference is made of, oldest units first. They add up to the cell. @throws RangeError, NotCountedYet */
export async function unitsOf(
  db: ClientBase,
  from: Point,
  to: Point,
  figure: FigureId,
  cell: DifferenceCell,
  { after = START, limit = 50 }: UnitsAsked,
): Promise<ChangedUnitsPage> {
  const place = placeOf(after);
  const size = Math.min(Math.max(1, limit), MOST);
  const ends = isSealedFigure(figure) ? ([releasedPoint(from), releasedPoint(to)] as const) : ([from, to] as const);
  const way = await wayBetween(db, ...ends);
  const groups = [...(await changeGroups(db, way, [figure])).values()].flat().filter((group) => cellIn(group) === cell);
  const { rows } = await db.query<Row>({
    ...page,
    values: [
      ...changeParameters(way, [figure]),
      groups.map(({ step }) => step),
      groups.map(({ type }) => type),
      groups.map(({ told: says }) => says ?? ''),
      groups.map(({ gains }) => gains),
      ...place,
      size + 1,
    ],
  });
  const shown = rows.slice(0, size);
  const units = [...new Set(shown.map(({ unit }) => Number(unit)))];
  const [before, now] = [await amountsAt(db, units, figure, way.from), await amountsAt(db, units, figure, way.to)];
  const names = await namesOf(db, [...new Set([...units, ...shown.map(({ stream }) => Number(stream))])]);
  const nameOf = (stream: string) => names.get(Number(stream)) as StreamId;
  const last = shown.at(-1);
  return {
    from: readPoint(way.from),
    to: readPoint(way.to),
    units: shown.map(({ unit, cause, step: code, n, stream, version, type, told: says, on, recorded }): ChangedUnit => {
      const step = stepNames[code] as DifferenceStep;
      const kind = kindOfCorrection(type, { scope: says, kind: says });
      return {
        unit: nameOf(unit),
        change: Number(n) * turnOf(step, way),
        before: before.get(Number(unit)) ?? 0,
        after: now.get(Number(unit)) ?? 0,
        step,
        cause: { event: eventIdOf(nameOf(stream), version), type, ...(kind && { kind }), position: Number(cause), occurredOn: on, recordedAt: recorded },
      };
    }),
    ...(rows.length > size && last && { next: `${last.unit}.${last.cause}.${last.step}` }),
  };
}

const cellIn = ({ step, type, told: says, net }: ChangeGroup): DifferenceCell =>
  cellOfChange(stepNames[step] as DifferenceStep, type, { scope: says, kind: says }, net);

async function amountsAt(db: ClientBase, units: readonly number[], figure: FigureId, { asOf, known, ruleSet }: FixedPoint): Promise<Map<number, number>> {
  const { rows } = await db.query<{ unit: string; n: string }>({
    ...amounts,
    values: [units, codeOf(ruledBy(ruleSet, figure)), countedDay(asOf), known.position],
  });
  return new Map(rows.map(({ unit, n }) => [Number(unit), Number(n)]));
}
