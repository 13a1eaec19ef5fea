import { type CivilDate, type EventId, type FigureId, type StepName, type StreamId, eventIdOf, figureOf, stepNamed } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import type { ChangedUnit } from './difference-units.ts';
import { type FactsAsked, namesOf } from './facts.ts';
import { told } from './kinds.ts';
import type { Known } from './known.ts';
import { causedBy, netted, nettedOf } from './waterfall.ts';

/** For how much more, or less, a unit counts since an event of one step. All of them together are the step. */
export type SteppedUnit = { readonly unit: StreamId; readonly amount: number; readonly cause: ChangedUnit['cause'] };
export type SteppedUnitsPage = { readonly facts: readonly SteppedUnit[]; readonly next?: string };

/** $6 and $7 the types of events in the step, and what their data say; $8 and $9 the row before; $10 how many. */
const page = {
  name: 'counting.waterfall-units',
  text: `${netted}, causes as (
      select position, stream, version, type, occurred_on, recorded_at, ${told} as told from ledger.events where position in (select cause from netted))
    select unit, cause, n, stream, version, type, occurred_on::text as on, recorded_at as recorded from netted join causes on position = cause
    where (type, coalesce(told, '')) in (select * from unnest($6::text[], $7::text[])) and (unit, cause) > ($8::bigint, $9::bigint)
    order by unit, cause limit $10`,
};
type Row = {
  readonly unit: string;
  readonly cause: string;
  readonly n: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly on: CivilDate;
  readonly recorded: Date;
};

const START = '0.0';
const MOST = 1000;
/** @throws RangeError for what is no cursor */
function placeOf(cursor: string): string[] {
  if (!/^\d{1,18}\.\d{1,18}$/.test(cursor)) throw new RangeError(`${cursor} is no place in this list`);
  return cursor.split('.');
}

/** Whose facts a step is about: persons are counted down from person-times, but for identities that were merged. */
function countedIn(id: FigureId, step: StepName): number {
  const { code, companion } = figureOf(id);
  return companion === undefined || step.startsWith('K11.') ? code : figureOf(companion).code;
}

/** One page of what a step of the waterfall has changed, oldest units first. @throws RangeError */
export async function stepUnitsOf(
  db: ClientBase,
  id: FigureId,
  step: StepName,
  known: Known,
  { asOf, district, after = START, limit = 50 }: FactsAsked,
): Promise<SteppedUnitsPage> {
  const place = placeOf(after);
  const size = Math.min(Math.max(1, limit), MOST);
  const values = nettedOf([countedIn(id, step)], asOf, known, district);
  const groups = (await causedBy(db, values)).filter(({ kind, type }) => stepNamed(kind, type) === step);
  const { rows } = await db.query<Row>({
    ...page,
    values: [...values, groups.map(({ type }) => type), groups.map(({ told: says }) => says ?? ''), ...place, size + 1],
  });
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const names = await namesOf(db, [...new Set(shown.flatMap(({ unit, stream }) => [Number(unit), Number(stream)]))]);
  const nameOf = (stream: string) => names.get(Number(stream)) as StreamId;
  const event = ({ stream, version }: Row): EventId => eventIdOf(nameOf(stream), version);
  const kind = groups[0]?.kind;
  return {
    facts: shown.map((row) => ({
      unit: nameOf(row.unit),
      amount: Number(row.n),
      cause: { event: event(row), type: row.type, ...(kind && { kind }), position: Number(row.cause), occurredOn: row.on, recordedAt: row.recorded },
    })),
    ...(rows.length > size && last && { next: `${last.unit}.${last.cause}` }),
  };
}
