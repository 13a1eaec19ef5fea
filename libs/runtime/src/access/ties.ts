import type { Pool } from 'pg';
import type { Tie } from '@casetrail/domain';

/** What ties a user to records at this moment. Nothing is remembered between requests, so that an end is an end. */
export async function tiesOf(pool: Pool, user: string): Promise<readonly Tie[]> {
  const { rows } = await pool.query<Tie>(
    `select record, kind from access.ties where user_name = $1 and state = 'OPEN' and (valid_until is null or clock_timestamp() < valid_until)`,
    [user],
  );
  return rows;
}
