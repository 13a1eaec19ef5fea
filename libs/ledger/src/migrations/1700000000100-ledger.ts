import type { MigrationInterface, QueryRunner } from 'typeorm';

const roles = ['casetrail_owner', 'casetrail_api', 'casetrail_worker', 'casetrail_auditor'];

/** The ledger: one table of events in one dense order, written by one function, changed by nobody. */
export class Ledger1700000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Roles belong to the cluster, not to this database: another ledger beside this one may have made them already.
    for (const role of roles) await db.query(`do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`);
    await db.query('grant casetrail_owner to current_user');
    await db.query('create schema ledger authorization casetrail_owner');
    await db.query('set local role casetrail_owner');
    await db.query(schema);
    await db.query(append);
    await db.query(load);
    await db.query(protection);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('A ledger is not taken back. Drop the database if it is really not needed any more.');
  }
}

const schema = `
create table ledger.streams (
  id text collate "C" primary key,
  no bigint not null unique          -- position of the first event * 32 + category code: stable, and small enough for every index
);
create table ledger.events (
  position bigint primary key,       -- 1, 2, 3, … without a gap: position - 1 is the leaf index
  stream bigint not null,            -- streams.no
  version int not null,
  occurred_on date not null,
  recorded_at timestamptz not null,  -- given under the lock; never runs backwards along the positions
  type text collate "C" not null,
  bytes bytea not null,              -- the event, canonical JSON (RFC 8785): this is the truth, the other columns are copies
  hash bytea not null generated always as (sha256(bytes)) stored,
  unique (stream, version)
);
create table ledger.commands (
  id uuid primary key,
  fingerprint bytea not null,        -- tells a repeated request from another one under the same id
  first_position bigint not null,    -- above last_position where the request already held and recorded nothing
  last_position bigint not null,
  recorded_at timestamptz not null
);
comment on schema ledger is 'Append-only: written by ledger.append() alone, changed by nobody.'`;

/**
 * One batch of commands, one round trip. The lock is held until the commit is visible, so a reader that asks for "position > n" can never
 * miss a late one. Each command sees what those before it in the batch have written.
 * Row by row on purpose: each statement costs a few microseconds, where those that take the whole batch at once pay more for their start
 * than a small batch for its rows. The settings keep a plan that was cached on an empty table from scanning it when it has grown.
 */
const append = `
create function ledger.append(
  c_id uuid[], c_fingerprint bytea[], c_recorded_at timestamptz[],          -- the commands; recorded_at: null = now, a time only in a demo ledger
  c_reads int[], c_events int[],                                            -- how many of the following belong to each
  x_stream text[], x_no bigint[], x_version int[],                          -- streams read or written: the version they must have (0: not there, no = 0)
  e_stream text[], e_no bigint[], e_category int[], e_version int[], e_type text[], e_occurred_on date[], e_bytes bytea[],  -- no = 0: look it up
  together boolean default false)                                           -- all or none
returns table (verdict text, first_position bigint, last_position bigint, recorded_at timestamptz, conflict text)
language plpgsql security definer
set search_path = pg_catalog, ledger set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set jit = off
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

/** Histories of some streams. A function for its settings alone: planned anew for every list of ids, the query would cost several times its own work. */
const load = `
create function ledger.load(ids text[]) returns table (id text, no bigint, bytes bytea)
language plpgsql stable
set search_path = pg_catalog, ledger set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
begin
  return query select s.id, s.no, e.bytes from unnest(ids) i(id) join streams s on s.id = i.id join events e on e.stream = s.no order by e.stream, e.version;
end $$`;

const protection = `
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% is append-only', tg_table_name using errcode = '0A000';
end $$;
create trigger append_only before update or delete or truncate on ledger.streams for each statement execute function ledger.refuse_change();
create trigger append_only before update or delete or truncate on ledger.events for each statement execute function ledger.refuse_change();
create trigger append_only before update or delete or truncate on ledger.commands for each statement execute function ledger.refuse_change();
alter table ledger.streams enable always trigger append_only;
alter table ledger.events enable always trigger append_only;
alter table ledger.commands enable always trigger append_only;
revoke all on all tables in schema ledger from public;
revoke all on all functions in schema ledger from public;
grant usage on schema ledger to casetrail_api, casetrail_worker, casetrail_auditor;
grant select on ledger.streams, ledger.events, ledger.commands to casetrail_api, casetrail_worker, casetrail_auditor;
grant execute on function ledger.append to casetrail_api;
grant execute on function ledger.load to casetrail_api, casetrail_worker, casetrail_auditor`;
