import type { ClientBase, Pool } from 'pg';
import { advance, atOnce, readHistories, settings, viewTables, writeRows } from './projector.ts';
import { SERVING, grants, indexes, tables } from './schema.ts';

const NEXT = 'views_next';
const PREVIOUS = 'views_previous';
/** Held as long as a rebuild is under way. */
export const REBUILD_LOCK = 4_272_838_603;
const STREAMS = 2000;
const CATCH_UP = 5000;

export type ViewsRebuildProgress = { readonly phase: 'writing' | 'indexing' | 'catching up'; readonly done: number; readonly total: number };
export type ViewsRebuildOptions = { readonly onProgress?: (progress: ViewsRebuildProgress) => void };

/** Another rebuild is under way on this database. */
export class ViewsRebuildUnderWay extends Error {
  constructor() {
    super('Another rebuild of the views is under way.');
    this.name = 'ViewsRebuildUnderWay';
  }
}

/**
 * Writes all rows again beside those that serve, catches up, and takes their place in one transaction; the old ones stay as `views_previous`.
 * The pool must have the rights of the login that migrates: it makes and renames schemas. Returns the position that the new rows stand at.
 * @throws ViewsRebuildUnderWay when there is another one; NotProjectable when the ledger holds what cannot be shown
 */
export async function rebuildViews(pool: Pool, { onProgress = () => undefined }: ViewsRebuildOptions = {}): Promise<number> {
  const db = await pool.connect();
  const onLost = () => undefined; // the statement under way fails too, and tells
  db.on('error', onLost);
  try {
    const { rows } = await db.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [REBUILD_LOCK]);
    if (!rows[0]?.taken) throw new ViewsRebuildUnderWay();
    await build(db, onProgress);
    for (let done = CATCH_UP; await atOnce(db, () => advance(db, CATCH_UP, NEXT)); done += CATCH_UP) onProgress({ phase: 'catching up', done, total: done });
    return await atOnce(db, () => takeOver(db));
  } finally {
    db.off('error', onLost);
    db.release(true); // the lock is the session's, and ends with it
  }
}

/** Every stream is read once, in the order the streams began, as it stood when the rebuild began. */
async function build(db: ClientBase, onProgress: (progress: ViewsRebuildProgress) => void): Promise<void> {
  await db.query(`drop schema if exists ${NEXT} cascade; create schema ${NEXT} authorization casetrail_owner`);
  await atOnce(db, () => db.query(`set local role casetrail_owner; ${tables(NEXT)}`));
  const { rows } = await db.query<{ pin: string; total: string }>(
    'select (select coalesce(max(position), 0) from ledger.events) as pin, (select count(*) from ledger.streams) as total',
  );
  const pin = Number(rows[0]?.pin);
  const total = Number(rows[0]?.total);
  let done = 0;
  for (let last = 0; ;) {
    const written = await atOnce(db, async () => {
      await db.query(settings);
      const histories = await readHistories(db, `select no from ledger.streams where no > $2 order by no limit ${STREAMS}`, pin, [last]);
      await writeRows(db, NEXT, histories);
      return histories;
    });
    if (written.length === 0) break;
    last = Math.max(...written.map(({ recorded }) => recorded[0]?.streamNo ?? 0));
    onProgress({ phase: 'writing', done: (done += written.length), total: Math.max(done, total) });
  }
  const statements = indexes(NEXT);
  for (const [i, statement] of statements.entries()) {
    await db.query(statement);
    onProgress({ phase: 'indexing', done: i + 1, total: statements.length });
  }
  await db.query(`update ${NEXT}.checkpoint set position = ${pin}; ${grants(NEXT)}`);
  await db.query(`analyze ${viewTables.map(({ table }) => `${NEXT}.${table}`).join(', ')}`);
}

/** The lock keeps the projector out, so that it moves on from the new checkpoint. What it has shown already is never taken back. */
async function takeOver(db: ClientBase): Promise<number> {
  await db.query(`lock table ${SERVING}.checkpoint in access exclusive mode`);
  while (await advance(db, CATCH_UP, NEXT));
  const { rows } = await db.query<{ position: string }>(`select position from ${NEXT}.checkpoint`);
  await db.query(`drop schema if exists ${PREVIOUS} cascade; alter schema ${SERVING} rename to ${PREVIOUS}; alter schema ${NEXT} rename to ${SERVING}`);
  return Number(rows[0]?.position);
}
