import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { type Model, type Phase, nextOf } from './model.ts';

/** What every plan ends with: whatever was recorded while it was carried out. */
export const CATCH_UP = 'catch up';

/** Who does the work: the process that began it, or the workers. */
export type By = 'process' | 'workers';
export type PhaseStanding = { readonly name: string; readonly done: number; readonly total: number };
export type Plan = {
  readonly id: string;
  readonly by: By;
  readonly pin: number;
  readonly begunAt: Date;
  readonly phases: readonly PhaseStanding[];
  readonly isFinished: boolean;
  /** What has stopped some piece of the work, and has not been overcome since. */
  readonly troubles: readonly string[];
};

/** Another rebuild is under way on this database. */
export class RebuildUnderWay extends Error {
  constructor({ name }: Pick<Model, 'name'>) {
    super(`Another rebuild of the ${name} is under way.`);
    this.name = 'RebuildUnderWay';
  }
}

/** A next version is there already, and nobody has decided what becomes of it. */
export class NextExists extends Error {
  constructor({ name }: Pick<Model, 'name'>) {
    super(`There is a next version of the ${name} already: switch to it, or cancel it.`);
    this.name = 'NextExists';
  }
}

/** Takes a model's lock for as long as the connection lasts. @throws RebuildUnderWay when somebody else has it */
export async function takeLock(db: ClientBase, model: Model): Promise<void> {
  const { rows } = await db.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [model.lock]);
  if (!rows[0]?.taken) throw new RebuildUnderWay(model);
}

/** Before a connection is closed: the server notices that it is gone a moment later, and whoever comes next would be told of a rebuild that is over. */
export async function letGoOfLocks(db: ClientBase): Promise<void> {
  await db.query('select pg_advisory_unlock_all()').catch(() => undefined); // with a lost connection they are gone
}

/**
 * The plan stands beside the tables that it fills, and goes with them: a queue knows numbers of tasks and nothing else. Workers may fill the tables and
 * mark what they have done. What only an owner may do, like making indexes, stands in the plan too, where they cannot write; `make` does it for them.
 */
const planTables = (schema: string, tables: readonly string[]) => `
create table ${schema}.plan (id uuid primary key, by text not null, pin bigint not null, begun_at timestamptz not null default now());
create table ${schema}.task (
  no int primary key, phase int not null, name text not null, work text not null, "from" bigint not null, "to" bigint not null, statements text[] not null,
  done_at timestamptz, read bigint not null default 0, written bigint not null default 0, trouble text);
create function ${schema}.make(task int) returns void language plpgsql security definer set search_path = '' as $$
declare statement text;
begin
  for statement in select unnest(t.statements) from ${schema}.task t where t.no = make.task and t.done_at is null loop
    execute statement;
  end loop;
end $$;
revoke all on function ${schema}.make from public;
grant usage on schema ${schema} to casetrail_worker;
grant execute on function ${schema}.make to casetrail_worker;
grant select on ${schema}.plan, ${schema}.task to casetrail_worker;
grant update (done_at, read, written, trouble) on ${schema}.task to casetrail_worker;
grant select, insert, update, delete on ${tables.map((table) => `${schema}.${table}`).join(', ')} to casetrail_worker;`;

/** What a version has no use for any more when it serves. */
export const dropPlan = (schema: string): string => `drop function if exists ${schema}.make; drop table if exists ${schema}.plan, ${schema}.task;`;

export async function exists(db: ClientBase, schema: string): Promise<boolean> {
  return (await db.query('select from pg_namespace where nspname = $1', [schema])).rowCount === 1;
}

/** The plan of a model's next version; undefined where there is no such version, or it served before and was taken back. */
export async function planOf(db: ClientBase, model: Model): Promise<Plan | undefined> {
  const schema = nextOf(model);
  const { rows: found } = await db.query<{ found: boolean }>('select to_regclass($1) is not null as found', [`${schema}.plan`]);
  if (!found[0]?.found) return undefined;
  const { rows } = await db.query<{ id: string; by: By; pin: string; begun_at: Date }>(`select id, by, pin, begun_at from ${schema}.plan`);
  const [plan] = rows;
  if (!plan) return undefined;
  const { rows: phases } = await db.query<PhaseStanding & { troubles: string[] }>(
    `select name, count(done_at)::int as done, count(*)::int as total, array_remove(array_agg(distinct trouble), null) as troubles from ${schema}.task group by phase, name order by phase`,
  );
  return {
    id: plan.id,
    by: plan.by,
    pin: Number(plan.pin),
    begunAt: plan.begun_at,
    phases: phases.map(({ name, done, total }) => ({ name, done, total })),
    isFinished: phases.every(({ done, total }) => done === total),
    troubles: [...new Set(phases.flatMap(({ troubles }) => troubles))],
  };
}

/** Numbers of the tasks that are not done yet, phase by phase. */
export async function leftOf(
  db: ClientBase,
  model: Model,
): Promise<readonly { readonly phase: number; readonly name: string; readonly tasks: readonly number[] }[]> {
  const { rows } = await db.query<{ phase: number; name: string; tasks: number[] }>(
    `select phase, name, array_agg(no order by no) as tasks from ${nextOf(model)}.task where done_at is null group by phase, name order by phase`,
  );
  return rows;
}

type Preparing = { readonly by: By; readonly parts: number };

/**
 * Makes the empty next version, with the plan to fill it; the caller holds the model's lock. What a process has built by itself and
 * left behind is thrown away.
 * @throws NextExists, RebuildUnderWay
 */
export async function prepare(db: ClientBase, model: Model, { by, parts }: Preparing): Promise<string> {
  const schema = nextOf(model);
  if (await exists(db, schema)) {
    const plan = await planOf(db, model);
    if (!plan || (plan.by === 'workers' && plan.isFinished)) throw new NextExists(model);
    if (plan.by === 'workers') throw new RebuildUnderWay(model);
  }
  const id = randomUUID();
  const { rows } = await db.query<{ pin: string }>('select coalesce(max(position), 0) as pin from ledger.events');
  const pin = Number(rows[0]?.pin);
  const phases: Phase[] = [...model.phases(schema, { pin, parts }), { name: 'catching up', pieces: [{ work: CATCH_UP }] }];
  const tasks = phases.flatMap(({ name, pieces }, phase) => pieces.map((piece) => ({ phase, name, from: 0, to: 0, statements: [], ...piece })));
  await db.query('begin');
  try {
    await db.query(`drop schema if exists ${schema} cascade; create schema ${schema} authorization casetrail_owner; set local role casetrail_owner;
      ${model.create(schema)} ${planTables(schema, model.tables)}`);
    await db.query(`insert into ${schema}.plan (id, by, pin) values ($1, $2, $3)`, [id, by, pin]);
    await db.query(
      `insert into ${schema}.task (no, phase, name, work, "from", "to", statements)
       select no, phase, name, work, "from", "to", statements from json_populate_recordset(null::${schema}.task, $1)`,
      [JSON.stringify(tasks.map((task, no) => ({ no, ...task })))],
    );
    await db.query('commit');
    return id;
  } catch (error) {
    await db.query('rollback').catch(() => undefined); // the connection may be gone: then there is nothing to take back
    throw error;
  }
}
