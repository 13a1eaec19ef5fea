import type { MigrationInterface, QueryRunner } from 'typeorm';

const SIGNATURE = 'uuid[], bytea[], timestamptz[], int[], int[], text[], bigint[], int[], text[], bigint[], int[], int[], text[], date[], bytea[], boolean';

/**
 * A batch of commands that have nothing to do with each other is checked and written in five statements, however many they are: row by row, every row pays for the
 * start of a statement of its own. Where one of them is repeated or in conflict, and for a few commands, it goes row by row as before: sets pay more for their start.
 */
export class AppendInSets1700000000490 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(`drop function ledger.append(${SIGNATURE})`);
    await db.query(append);
    await db.query(`revoke all on function ledger.append from public; grant execute on function ledger.append to casetrail_api`);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('Whoever appends says by now which commands stand apart. Go back to a backup instead.');
  }
}

/**
 * One batch of commands, one round trip. The lock is held until the commit is visible, so a reader that asks for "position > n" can never
 * miss a late one. Each command sees what those before it in the batch have written.
 * The settings keep a plan that was cached on an empty table from scanning it when it has grown.
 */
const append = `
create function ledger.append(
  c_id uuid[], c_fingerprint bytea[], c_recorded_at timestamptz[],          -- the commands; recorded_at: null = now, a time only in a demo ledger
  c_reads int[], c_events int[],                                            -- how many of the following belong to each
  x_stream text[], x_no bigint[], x_version int[],                          -- streams read or written: the version they must have (0: not there, no = 0)
  e_stream text[], e_no bigint[], e_category int[], e_version int[], e_type text[], e_occurred_on date[], e_bytes bytea[],  -- no = 0: look it up
  together boolean,                                                         -- all or none
  apart boolean)                                                            -- each has an id of its own, is recorded now, and touches nothing that another one writes
returns table (verdict text, first_position bigint, last_position bigint, recorded_at timestamptz, conflict text)
language plpgsql security definer
set search_path = pg_catalog, ledger set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
  head bigint; last_at timestamptz; now_at timestamptz; opening text; known record; seen int; number bigint;
  x int := 0; e int := 0;
begin
  perform pg_advisory_xact_lock(4272838600);
  select position, recorded_at into head, last_at from events order by position desc limit 1;
  head := coalesce(head, 0);
  now_at := greatest(date_trunc('milliseconds', clock_timestamp()), last_at);

  if apart
    and not exists (select from commands where id = any (c_id))
    and not exists (
      select from unnest(x_stream, x_no, x_version) x (stream, no, version)
      where version <> coalesce(case when no = 0
        then (select 1 from streams s where s.id = x.stream)
        else (select e.version from events e where e.stream = x.no order by e.version desc limit 1) end, 0))
  then
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
    return;
  end if;

  for c in 1 .. cardinality(c_id) loop
    verdict := 'recorded'; conflict := null; first_position := null; last_position := null; recorded_at := null;

    select fingerprint, first_position, last_position, recorded_at into known from commands where id = c_id[c];
    if found then
      verdict := 'reused';
      if known.fingerprint = c_fingerprint[c] then
        verdict := 'repeated'; first_position := known.first_position; last_position := known.last_position; recorded_at := known.recorded_at;
      end if;
    else
      for i in x + 1 .. x + c_reads[c] loop
        if x_no[i] = 0 then
          select 1 into seen from streams where id = x_stream[i];
        else
          select version into seen from events where stream = x_no[i] order by version desc limit 1;
        end if;
        if coalesce(seen, 0) <> x_version[i] then
          verdict := 'conflict'; conflict := x_stream[i];
          exit;
        end if;
      end loop;
    end if;
    if together and verdict <> 'recorded' then
      raise exception 'a batch that goes together meets a command that is %', verdict using errcode = '40001';
    end if;

    if verdict = 'recorded' then
      recorded_at := coalesce(c_recorded_at[c], now_at);
      if c_recorded_at[c] is not null then
        if opening is null then
          select convert_from(coalesce((select bytes from events where position = 1), e_bytes[1]), 'UTF8')::jsonb #>> '{data,kind}' into opening;
        end if;
        if opening is distinct from 'demo' then
          raise exception 'only a demo ledger may be told when it recorded' using errcode = '42501';
        end if;
        if recorded_at < last_at or recorded_at > now_at then
          raise exception 'recorded times run backwards or lie in the future' using errcode = '22008';
        end if;
      end if;
      last_at := recorded_at;

      first_position := head + 1;
      for i in e + 1 .. e + c_events[c] loop
        head := head + 1;
        number := e_no[i];
        if e_version[i] = 1 then
          number := head * 32 + e_category[i];
          insert into streams (id, no) values (e_stream[i], number);
        elsif number = 0 then
          select no into number from streams where id = e_stream[i];
        end if;
        insert into events (position, stream, version, occurred_on, recorded_at, type, bytes)
        values (head, number, e_version[i], e_occurred_on[i], recorded_at, e_type[i], e_bytes[i]);
      end loop;
      last_position := head;
      insert into commands (id, fingerprint, first_position, last_position, recorded_at) values (c_id[c], c_fingerprint[c], first_position, last_position, recorded_at);
    end if;
    x := x + c_reads[c];
    e := e + c_events[c];
    return next;
  end loop;
end $$`;
