// A worker that is wrong on purpose: it commits the checkpoint of the figures first, and counts a moment later. Killed in between, it never counts that batch.
import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { projectFigures, projectViews } from '@casetrail/readmodel';
import { loadConfig, openPool } from '@casetrail/runtime';

const BATCH = 5000;
const A_MOMENT = 60; // milliseconds
const pool = openPool(loadConfig(), 'worker', { max: 4, onError: () => undefined });

/** A pool whose transactions begin with the checkpoint where it stood before. */
const startingAt = (position: number) =>
  ({
    connect: async () => {
      const client = await pool.connect();
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      const planted = async (...args: unknown[]) => {
        const result = await query(...args);
        if (typeof args[0] === 'string' && args[0].startsWith('begin')) await query('update counting.checkpoint set position = $1', [position]);
        return result;
      };
      return Object.assign(Object.create(client) as PoolClient, { query: planted, release: (isBroken?: boolean) => client.release(isBroken) });
    },
  }) as unknown as Pool; // as much of one as a projector uses

async function countTooLate(): Promise<void> {
  const { rows } = await pool.query<{ position: string; head: string }>(
    'select position, (select coalesce(max(position), 0) from ledger.events) as head from counting.checkpoint',
  );
  const [position, head] = [Number(rows[0]?.position), Number(rows[0]?.head)];
  if (head <= position) return;
  await pool.query('update counting.checkpoint set position = $1', [head]);
  await setTimeout(A_MOMENT);
  await projectFigures(startingAt(position), BATCH);
}

for (;;) {
  await countTooLate().catch(() => undefined); // the database is away now and then
  await projectViews(pool, BATCH).catch(() => undefined);
  await setTimeout(A_MOMENT);
}
