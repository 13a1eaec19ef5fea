import type { ClientBase } from 'pg';
import { inTurn } from './compare.ts';
import { type Done, type Model, nextOf } from './model.ts';
import { CATCH_UP, planOf } from './plan.ts';

/** The rebuild has been cancelled, or is over: there is nothing to do for whoever comes late. */
export class RebuildGone extends Error {
  constructor(rebuild: string) {
    super(`The rebuild ${rebuild} is gone.`);
    this.name = 'RebuildGone';
  }
}

const SIZE = 5000;
/** Undefined table, undefined schema. */
const GONE: readonly unknown[] = ['42P01', '3F000'];
/** Whoever comes second waits for the first, however long that takes, and then finds the task done. */
const OPENING = `begin; set local lock_timeout = 0; set local work_mem = '128MB'; set local maintenance_work_mem = '256MB'`;

type Row = { work: string; from: string; to: string; pin: string; has_statements: boolean; is_done: boolean };

/**
 * Does one task of a plan, once: its rows and the mark that it is done are written in one transaction, so that it can be begun again by anybody after a worker
 * was killed, and done twice by nobody. The connection has the rights of a worker, or more.
 * @throws RebuildGone, NotCountable, NotProjectable
 */
export async function runTask(db: ClientBase, model: Model, rebuild: string, no: number): Promise<void> {
  const schema = nextOf(model);
  try {
    let isLong = false;
    await inTurn(db, OPENING, async () => {
      const { rows } = await db.query<Row>(
        `select t.work, t."from", t."to", p.pin, cardinality(t.statements) > 0 as has_statements, t.done_at is not null as is_done
         from ${schema}.task t, ${schema}.plan p where p.id = $1 and t.no = $2 for update of t`,
        [rebuild, no],
      );
      const [task] = rows;
      if (!task) throw new RebuildGone(rebuild);
      if (task.is_done) return;
      isLong = task.work === CATCH_UP;
      if (isLong) return;
      const done = await model.works[task.work]?.(db, schema, { from: Number(task.from), to: Number(task.to), pin: Number(task.pin) });
      if (task.has_statements) await db.query(`select ${schema}.make($1)`, [no]);
      await mark(db, schema, no, done);
    });
    if (!isLong) return;
    while (await inTurn(db, 'begin', () => model.advance(db, schema, SIZE)));
    await mark(db, schema, no);
  } catch (error) {
    const isMissing = GONE.includes((error as { code?: string }).code) && (await planOf(db, model))?.id !== rebuild;
    throw isMissing ? new RebuildGone(rebuild) : error;
  }
}

const mark = (db: ClientBase, schema: string, no: number, { read, written }: Done = { read: 0, written: 0 }) =>
  db.query(`update ${schema}.task set done_at = clock_timestamp(), read = $2, written = $3, trouble = null where no = $1`, [no, read, written]);

/** Writes into the plan what has stopped a task, for whoever asks how far the rebuild is. */
export async function tellTrouble(db: ClientBase, model: Model, rebuild: string, no: number, trouble: string): Promise<void> {
  const schema = nextOf(model);
  await db.query(`update ${schema}.task set trouble = $3 where no = $2 and done_at is null and exists (select from ${schema}.plan where id = $1)`, [
    rebuild,
    no,
    trouble,
  ]);
}
