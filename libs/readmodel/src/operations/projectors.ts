import type { ProjectorName } from '@casetrail/domain';
import type { ClientBase, Pool } from 'pg';
import { RulesChanged } from '../counting/advance.ts';
import { NotCountable } from '../counting/recount.ts';
import { SERVING as COUNTING } from '../counting/schema.ts';
import { NotProjectable } from '../views/history.ts';
import { ViewsOutdated } from '../views/projector.ts';
import { SERVING as VIEWS } from '../views/schema.ts';

/** What keeps a projector from going on: an event that it cannot take, or rows that must be built anew first. */
export type Stop = { readonly cause: 'event' | 'rebuild'; readonly position: number; readonly reason: string };
/** How it goes with one projector, and how far it has come. */
export type ProjectorStanding = {
  readonly name: ProjectorName;
  readonly position: number;
  /** Positions it is behind the end of the ledger. */
  readonly lag: number;
  readonly state: 'running' | 'stopped';
  readonly since: Date;
  /** When it last said how it goes. */
  readonly updatedAt: Date;
  readonly stop?: Stop;
};

const checkpoints = { figures: `select position from ${COUNTING}.checkpoint`, views: `select position from ${VIEWS}.checkpoint where projector = 'views'` };

/** SQLSTATE: a value that a column cannot hold, or that contradicts another. The event's fault, or the program's, and not that of a database that is away. */
const isOfTheData = (error: Error) => /^2[23]/.test((error as { code?: string }).code ?? '');

/** Whether an error comes from what is projected, so that trying it in smaller batches shows which event it is. */
export const isOfAnEvent = (error: unknown): error is Error =>
  error instanceof NotCountable ||
  error instanceof NotProjectable ||
  error instanceof TypeError ||
  error instanceof RangeError ||
  (error instanceof Error && isOfTheData(error));

/** Why a projector cannot go on from a checkpoint, when it took one event at a time; undefined where the error is of a kind that passes. */
export function stopBy(error: unknown, checkpoint: number): Stop | undefined {
  if (error instanceof RulesChanged || error instanceof ViewsOutdated) return { cause: 'rebuild', position: checkpoint + 1, reason: error.message };
  if (error instanceof NotCountable || error instanceof NotProjectable) return { cause: 'event', position: error.position, reason: error.message };
  return isOfAnEvent(error) ? { cause: 'event', position: checkpoint + 1, reason: error.message } : undefined;
}

/** A reason for whoever may not know of every record: it names the kind of record that is in the way, and not which one. */
export const unnamed = (reason: string): string => reason.replace(/-[0-7][0-9A-HJKMNP-TV-Z]{25}/g, '');

/** How far a projector has come. */
export async function checkpointOf(name: ProjectorName, db: ClientBase | Pool): Promise<number> {
  const { rows } = await db.query<{ position: string }>(checkpoints[name]);
  return Number(rows[0]?.position);
}

/** Keeps a projector where it is until the transaction is over. Returns how far it has come. */
export async function holdCheckpoint(name: ProjectorName, db: ClientBase): Promise<number> {
  const { rows } = await db.query<{ position: string }>(`${checkpoints[name]} for update`);
  return Number(rows[0]?.position);
}

/**
 * Says that a projector goes on, which it has only when it has got past what it had stopped before: it may have let another one pass instead.
 * Returns whether that is so.
 */
export async function tellRunning(name: ProjectorName, db: Pool): Promise<boolean> {
  const checkpoint = await checkpointOf(name, db);
  await db.query(
    `update operations.projectors set state = 'running', position = null, checkpoint = null, cause = null, reason = null, since = now(), updated_at = now()
     where name = $1 and state = 'stopped' and (cause = 'rebuild' or checkpoint < $2)`,
    [name, checkpoint],
  );
  const { rows } = await db.query<{ state: string }>('select state from operations.projectors where name = $1', [name]);
  return rows[0]?.state === 'running';
}

/** Says what a projector has stopped before, and from which checkpoint it tried. `since` stays where it says so again. */
export async function tellStopped(name: ProjectorName, { cause, position, reason }: Stop, checkpoint: number, db: Pool): Promise<void> {
  await db.query(
    `insert into operations.projectors as p (name, state, position, checkpoint, cause, reason) values ($1, 'stopped', $2, $3, $4, $5)
     on conflict (name) do update set state = 'stopped', position = $2, checkpoint = $3, cause = $4, reason = $5, updated_at = now(),
       since = case when p.state = 'stopped' and p.position = $2 and p.reason = $5 then p.since else now() end`,
    [name, position, checkpoint, cause, reason],
  );
}

type Row = { name: ProjectorName; state: 'running' | 'stopped'; position: string; cause: Stop['cause']; reason: string; since: Date; updated_at: Date };

/** How it goes with every projector. What one has got past since it stopped, it is not stopped before any more. */
export async function projectorStandings(db: ClientBase | Pool): Promise<ProjectorStanding[]> {
  const { rows } = await db.query<Row & { at: string; checkpoint: string; head: string }>(
    `select p.*, c.at, (select coalesce(max(position), 0) from ledger.events) as head
     from operations.projectors p join (select 'figures', (${checkpoints.figures}) union all select 'views', (${checkpoints.views})) c(name, at) using (name) order by name`,
  );
  return rows.map(({ name, state, position, cause, reason, since, updated_at: updatedAt, at, checkpoint, head }) => {
    const isStopped = state === 'stopped' && Number(checkpoint) === Number(at);
    return {
      name,
      position: Number(at),
      lag: Math.max(0, Number(head) - Number(at)),
      state: isStopped ? 'stopped' : 'running',
      since,
      updatedAt,
      ...(isStopped && { stop: { cause, position: Number(position), reason } }),
    };
  });
}

/** A projector that has stopped: what it cannot take, and why. While there is one, nothing is published. */
export type ProjectorTrouble = { readonly name: ProjectorName; readonly position: number; readonly reason: string };

/** The projectors that have stopped; none where all go on, however far behind. */
export async function projectorTroubles(db: ClientBase | Pool): Promise<ProjectorTrouble[]> {
  return (await projectorStandings(db)).flatMap(({ name, stop }) => (stop ? [{ name, position: stop.position, reason: stop.reason }] : []));
}
