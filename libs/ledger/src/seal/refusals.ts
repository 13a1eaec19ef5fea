import type { Pool } from 'pg';

/** Tells everybody that a signer refuses to sign. Told again and again: whoever falls silent does not refuse any more. */
export async function tellRefusal(pool: Pool, signer: string, reason: string): Promise<void> {
  await pool.query(
    `insert into seal.refusals (signer, reason) values ($1, $2)
     on conflict (signer) do update set reason = excluded.reason, seen_at = excluded.seen_at`,
    [signer, reason],
  );
}

/** Takes back what a signer told before. */
export async function withdrawRefusal(pool: Pool, signer: string): Promise<void> {
  await pool.query('delete from seal.refusals where signer = $1', [signer]);
}
