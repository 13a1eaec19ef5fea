import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commands that have nothing to do with each other are checked and written in five statements, however many they are: row by row, every row pays for the start of a statement of its own. */
export class AppendInSets1700000000490 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(appendApart);
    await db.query('revoke all on function ledger.append_apart from public; grant execute on function ledger.append_apart to casetrail_api');
    await db.query('reset role');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function ledger.append_apart');
  }
}

/**
 * A batch as `ledger.append` takes it, of commands that stand apart: each has an id of its own, is recorded now, and touches nothing that another one writes. Where
 * one of them is repeated or in conflict, they go row by row after all. The settings are those of `ledger.append`, for the same reason.
 */
const appendApart = `
create function ledger.append_apart(
  c_id uuid[], c_fingerprint bytea[], c_recorded_at timestamptz[], c_reads int[], c_events int[],
  x_stream text[], x_no bigint[], x_version int[],
  e_stream text[], e_no bigint[], e_category int[], e_version int[], e_type text[], e_occurred_on date[], e_bytes bytea[])
returns table (verdict text, first_position bigint, last_position bigint, recorded_at timestamptz, conflict text)
language plpgsql security definer
set search_path = pg_catalog, ledger set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
  head bigint; now_at timestamptz;
begin
  perform pg_advisory_xact_lock(4272838600);
  if exists (select from commands where id = any (c_id))
    or exists (
      select from unnest(x_stream, x_no, x_version) x (stream, no, version)
      where version <> coalesce(case when no = 0
        then (select 1 from streams s where s.id = x.stream)
        else (select e.version from events e where e.stream = x.no order by e.version desc limit 1) end, 0))
  then
    return query select * from append(
      c_id, c_fingerprint, c_recorded_at, c_reads, c_events, x_stream, x_no, x_version, e_stream, e_no, e_category, e_version, e_type, e_occurred_on, e_bytes);
    return;
  end if;

  select position, recorded_at into head, now_at from events order by position desc limit 1;
  head := coalesce(head, 0);
  now_at := greatest(date_trunc('milliseconds', clock_timestamp()), now_at);

  insert into streams (id, no)
  select stream, (head + i) * 32 + category from unnest(e_stream, e_category, e_version) with ordinality e (stream, category, version, i) where version = 1;

  insert into events (position, stream, version, occurred_on, recorded_at, type, bytes)
  select head + i,
    case when version = 1 then (head + i) * 32 + category when no = 0 then (select s.no from streams s where s.id = e.stream) else no end,
    version, occurred_on, now_at, type, bytes
  from unnest(e_stream, e_no, e_category, e_version, e_type, e_occurred_on, e_bytes) with ordinality e (stream, no, category, version, type, occurred_on, bytes, i);

  return query
    with recorded as (
      insert into commands (id, fingerprint, first_position, last_position, recorded_at)
      select id, fingerprint, upto - events + 1, upto, now_at
      from (select id, fingerprint, events, head + sum(events) over (order by i rows unbounded preceding) as upto
        from unnest(c_id, c_fingerprint, c_events) with ordinality c (id, fingerprint, events, i)) c
      returning first_position, last_position)
    select 'recorded', first_position, last_position, now_at, null from recorded order by first_position, last_position;
end $$`;
