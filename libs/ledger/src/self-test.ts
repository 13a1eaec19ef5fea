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
/** Tables that a trigger guards, besides: for those who have every right. */
const guarded = ['ledger.streams', 'ledger.events', 'ledger.commands', 'seal.checkpoints', 'seal.keys'];

/**
 * Tries, as this process, to change what must not change, and makes sure that every attempt is refused; run at start-up by every process.
 * @throws LedgerNotProtected
 */
export async function assertAppendOnly(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const statement of attempts) {
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
    const { rows } = await client.query<{ tgenabled: string }>(
      "select tgenabled from pg_trigger where tgname = 'append_only' and tgrelid = any($1::regclass[])",
      [guarded],
    );
    if (rows.length !== guarded.length || rows.some(({ tgenabled }) => tgenabled !== 'A'))
      throw new LedgerNotProtected('A trigger that keeps the ledger append-only is missing or not always on.');
    const { rows: settings } = await client.query<{ synchronous_commit: string }>('show synchronous_commit');
    const commit = settings[0]?.synchronous_commit ?? '';
    if (!['on', 'remote_apply', 'remote_write'].includes(commit))
      throw new LedgerNotProtected(`synchronous_commit is ${commit}: an acknowledged command could be lost.`);
  } finally {
    await client.query('rollback');
    client.release();
  }
}
