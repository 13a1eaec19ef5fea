import type { Pool } from 'pg';
import type { ActionName, Actor, StreamId } from '@casetrail/domain';

/** One look at something: by whom, at what, and what came of it. Says which records were shown, and never what they say. */
export type Look = {
  readonly by: Actor;
  readonly action: ActionName;
  readonly subject?: StreamId | undefined;
  readonly purpose?: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly outcome: 'SHOWN' | 'NOTHING' | 'REFUSED';
  readonly requestId: string;
};

/** A look could not be recorded: then there is none. */
export class LookNotRecorded extends Error {
  constructor(cause: unknown) {
    super('The look could not be recorded.', { cause });
    this.name = 'LookNotRecorded';
  }
}

const unrecorded = (error: unknown): never => {
  throw new LookNotRecorded(error);
};

/**
 * Records a look. Whoever shows something waits for this before the answer leaves.
 * @throws LookNotRecorded
 */
export async function recordLook(pool: Pool, { by: { user, role, org, district }, action, subject, purpose, detail, outcome, requestId }: Look): Promise<void> {
  const values = [user, role, org, district, action, subject ?? null, purpose ?? null, JSON.stringify(detail), outcome, requestId];
  await pool.query({ name: 'access.look', text: 'select access.record_look($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', values }).catch(unrecorded);
}

/**
 * Records that somebody with the rights of an auditor in the database reads past the api.
 * @throws LookNotRecorded
 */
export async function recordReading(auditor: Pool, by: string, subject: StreamId | undefined, detail: Look['detail']): Promise<void> {
  await auditor.query('select access.record_reading($1, $2, $3)', [by, subject ?? null, JSON.stringify(detail)]).catch(unrecorded);
}
