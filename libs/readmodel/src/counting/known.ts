import { type CivilDate, dateOf, dayOf } from '@casetrail/domain';
import type { ClientBase } from 'pg';
import { SERVING } from './schema.ts';

/** What was known: up to the end of a day (Asia/Shanghai), or exactly up to a position of the ledger. Left out: everything counted so far. */
export type KnownAt = { readonly day: CivilDate } | { readonly position: number };

/** A position that has been asked for lies beyond what is counted so far. */
export class NotCountedYet extends Error {
  readonly asked: number;
  readonly checkpoint: number;
  constructor(asked: number, checkpoint: number) {
    super(`Position ${asked} is not counted yet: the figures stand at ${checkpoint}.`);
    this.name = 'NotCountedYet';
    this.asked = asked;
    this.checkpoint = checkpoint;
  }
}

export type Known = {
  readonly checkpoint: number;
  readonly position: number;
  /** The day on which `position` was recorded. */
  readonly recordedOn: CivilDate | undefined;
  /** The last day that the cube alone can answer for: everything recorded on it was known. */
  readonly wholeDay: number;
  /** Positions after this one, up to `position`, are to be added to it. The same as `position` when the day is complete. */
  readonly wholePosition: number;
};

type Row = { checkpoint: string; day: number | null; first: string; next: string | null };

/** Fixes what was known, inside a snapshot. */
export async function fixKnown(db: ClientBase, knownAt: KnownAt | undefined): Promise<Known> {
  const byDay = knownAt !== undefined && 'day' in knownAt;
  const asked = knownAt === undefined ? Number.MAX_SAFE_INTEGER : 'day' in knownAt ? dayOf(knownAt.day) : knownAt.position;
  const { rows } = await db.query<Row>({
    name: byDay ? 'counting.known-day' : 'counting.known-position',
    text: `select c.position as checkpoint, d.recorded_on as day, d.first_position as first,
                  (select min(n.first_position) from ${SERVING}.days n where n.first_position > d.first_position) as next
           from ${SERVING}.checkpoint c left join lateral (
             select * from ${SERVING}.days where ${byDay ? 'recorded_on' : 'first_position'} <= $1::bigint order by first_position desc limit 1) d on true`,
    values: [asked],
  });
  const [row] = rows;
  const checkpoint = Number(row?.checkpoint ?? 0);
  if (knownAt !== undefined && 'position' in knownAt && knownAt.position > checkpoint) throw new NotCountedYet(knownAt.position, checkpoint);
  if (!row || row.day === null) return { checkpoint, position: 0, recordedOn: undefined, wholeDay: -1, wholePosition: 0 };
  const last = row.next === null ? checkpoint : Number(row.next) - 1;
  const position = byDay ? last : Math.min(asked, last);
  const isWhole = position === last;
  return {
    checkpoint,
    position,
    recordedOn: dateOf(row.day),
    wholeDay: isWhole ? row.day : row.day - 1,
    wholePosition: isWhole ? position : Number(row.first) - 1,
  };
}
