import type { Pool } from 'pg';

/** The ledger's protection does not hold: the process must not run. */
export class LedgerNotProtected extends Error {}

/** Insufficient privilege. That the triggers would refuse it too is not enough: whoever may write has one line of defence less. */
const NO_RIGHT = '42501';
const attempts = [
  "update ledger.events set type = 'x' where position = 1",
  'delete from ledger.events where position = 1',
  'truncate ledger.events, ledger.streams, ledger.commands',
  "insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes) values (0, 0, 0, '2000-01-01', now(), 'x', '')",
  "update ledger.streams set id = 'x' where no = 0",
  'delete from ledger.commands where first_position = 0',
  'alter table ledger.events disable trigger append_only',
  'drop table ledger.commands',
  "update seal.checkpoints set note = 'x' where size = 0",
  'delete from seal.checkpoints where size = 0',
  'truncate seal.checkpoints, seal.keys',
  'alter table seal.checkpoints disable trigger append_only',
];
/** Triggers that guard a table, besides: for those who have every right. */
const guards = Object.fromEntries(
  ['ledger.streams', 'ledger.events', 'ledger.commands', 'seal.checkpoints', 'seal.keys'].map((table) => [table, 'append_only']),
);

/**
 * Tries, as this process, to change what must not change, and makes sure that every attempt is refused; run at start-up by every process.
 * @throws LedgerNotProtected
 */
export async function assertAppendOnly(pool: Pool): Promise<void> {
  await assertProtected(pool, attempts, guards);
  const { rows } = await pool.query<{ synchronous_commit: string }>('show synchronous_commit');
  const commit = rows[0]?.synchronous_commit ?? '';
  if (!['on', 'remote_apply', 'remote_write'].includes(commit))
    throw new LedgerNotProtected(`synchronous_commit is ${commit}: an acknowledged command could be lost.`);
}

/**
 * Makes sure that this process has no right to any of these statements, and that every table has its trigger, always on.
 * @throws LedgerNotProtected
 */
export async function assertProtected(pool: Pool, statements: readonly string[], triggers: Readonly<Record<string, string>>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const statement of statements) {
      await client.query('savepoint attempt');
      const code = await client.query(statement).then(
        () => 'accepted',
        (error: { code?: string }) => error.code ?? 'unknown',
      );
      if (code !== NO_RIGHT)
        throw new LedgerNotProtected(
          `This process may try to change the ledger: "${statement}" was ${code === 'accepted' ? code : `refused for want of something else than the right (${code})`}.`,
        );
      await client.query('rollback to attempt');
    }
    const { rows } = await client.query<{ missing: string }>(
      `select g.relation as missing from unnest($1::text[], $2::text[]) g(relation, name)
        where not exists (select from pg_trigger t where t.tgrelid = to_regclass(g.relation) and t.tgname = g.name and t.tgenabled = 'A')`,
      [Object.keys(triggers), Object.values(triggers)],
    );
    if (rows.length > 0)
      throw new LedgerNotProtected(`A trigger that keeps ${rows.map(({ missing }) => missing).join(', ')} append-only is missing or not always on.`);
  } finally {
    await client.query('rollback');
    client.release();
  }
}
