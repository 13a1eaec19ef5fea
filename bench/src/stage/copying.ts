import type { Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Lets the server say all rows of a query, and throws them away: nothing that reads so much can be faster. */
export async function copied(pool: Pool, query: string): Promise<void> {
  const client = await pool.connect();
  try {
    for await (const _ of client.query(copyTo(`copy (${query}) to stdout`)));
  } finally {
    client.release();
  }
}

/** So many events of a ledger, as they are stored. */
export const eventsUpTo = (position: number): string => `select * from ledger.events where position <= ${position}`;
