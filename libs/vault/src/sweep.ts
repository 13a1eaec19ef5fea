import type { Pool } from 'pg';

/** Takes away what was entered more than an hour ago and is named by no event: of acts that were refused, or were under way when a process was killed. */
export async function sweepVault(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ settled: number }>('select vault.sweep() as settled');
    if (rows[0]?.settled === 0) return;
  }
}
