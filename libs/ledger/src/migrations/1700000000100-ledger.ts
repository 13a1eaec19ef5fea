import type { MigrationInterface, QueryRunner } from 'typeorm';

const roles = ['casetrail_owner', 'casetrail_api', 'casetrail_worker', 'casetrail_auditor'];

/** The ledger: one table of events in one dense order, written by one function, changed by nobody. */
export class Ledger1700000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Roles belong to the cluster, not to this database: another ledger beside this one may have made them already.
    for (const role of roles)
      await db.query(`do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`);
    await db.query('grant casetrail_owner to current_user');
    await db.query('create schema ledger authorization casetrail_owner');
    await db.query('set local role casetrail_owner');
    await db.query(schema);
    await db.query(append);
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
 * miss a late one. Commands of a batch must not touch each other's streams, unless they go together, all or none.
 * The settings keep a plan that was cached on an empty table from scanning it when it has grown, and batches of changing size from being
 * planned again at every call.
 */
const append = `
create function ledger.append(
  c_id uuid[], c_fingerprint bytea[], c_recorded_at timestamptz[],          -- one slot a command; recorded_at: null = now, a time only in a demo ledger
  x_command int[], x_stream text[], x_no bigint[], x_version int[],         -- streams read or written: the version they must have (0: not there, no = 0)
  e_command int[], e_stream text[], e_no bigint[], e_category int[], e_version int[], e_type text[], e_occurred_on date[], e_bytes bytea[],
  together boolean default false)
returns table (verdict text, first_position bigint, last_position bigint, recorded_at timestamptz, conflict text)
language plpgsql security definer
set search_path = pg_catalog, ledger set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
  head bigint; last_at timestamptz; now_at timestamptz; verdicts text[]; conflicts text[]; opening text; c int;
  counts int[] := array_fill(0, array[cardinality(c_id)]);
begin
  perform pg_advisory_xact_lock(4272838600);
  select e.position, e.recorded_at into head, last_at from events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  now_at := greatest(date_trunc('milliseconds', clock_timestamp()), last_at);

  with stale as materialized (
    select x.command, min(x.stream) as stream from unnest(x_command, x_stream, x_no, x_version) x(command, stream, no, version)
     where x.version is distinct from
           case when x.no = 0 then coalesce((select 1 from streams s where s.id = x.stream), 0)
                else (select e.version from events e where e.stream = x.no order by e.version desc limit 1) end
     group by x.command)
  select array_agg(case when k.id is null then case when s.stream is null then 'recorded' else 'conflict' end
                        when k.fingerprint = c.fingerprint then 'repeated' else 'reused' end order by c.no),
         array_agg(s.stream order by c.no)
    into verdicts, conflicts
    from unnest(c_id, c_fingerprint) with ordinality c(id, fingerprint, no)
    left join commands k on k.id = c.id
    left join stale s on s.command = c.no;

  if together and 'recorded' <> any (verdicts) then
    raise exception 'a batch that goes together meets %', array_to_string(array_remove(verdicts, 'recorded'), ', ') using errcode = '40001';
  end if;

  if cardinality(array_remove(c_recorded_at, null)) > 0 then
    select convert_from(coalesce((select e.bytes from events e where e.position = 1), e_bytes[1]), 'UTF8')::jsonb #>> '{data,kind}' into opening;
    if opening is distinct from 'demo' then
      raise exception 'only a demo ledger may be told when it recorded' using errcode = '42501';
    end if;
    if exists (select from (select t, lag(t, 1, last_at) over (order by i) as before
                              from (select coalesce(t, now_at) as t, i from unnest(c_recorded_at) with ordinality u(t, i)) u) s
                where t < before or t > now_at) then
      raise exception 'recorded times run backwards or lie in the future' using errcode = '22008';
    end if;
  end if;

  if 1 = any (e_version) then
    insert into streams (id, no)
    select o.stream, (head + o.n) * 32 + o.category
      from (select e.stream, e.category, e.version, row_number() over (order by e.i) as n
              from unnest(e_command, e_stream, e_category, e_version) with ordinality e(command, stream, category, version, i)
             where verdicts[e.command] = 'recorded') o
     where o.version = 1;
  end if;

  insert into events (position, stream, version, occurred_on, recorded_at, type, bytes)
  select head + row_number() over (order by e.i), case when e.no > 0 then e.no else (select s.no from streams s where s.id = e.stream) end,
         e.version, e.occurred_on, coalesce(c_recorded_at[e.command], now_at), e.type, e.bytes
    from unnest(e_command, e_stream, e_no, e_version, e_type, e_occurred_on, e_bytes) with ordinality e(command, stream, no, version, type, occurred_on, bytes, i)
   where verdicts[e.command] = 'recorded';

  foreach c in array e_command loop
    if verdicts[c] = 'recorded' then counts[c] := counts[c] + 1; end if;
  end loop;
  insert into commands (id, fingerprint, first_position, last_position, recorded_at)
  select k.id, k.fingerprint, head + k.last - k.events + 1, head + k.last, coalesce(k.at, now_at)
    from (select c.*, sum(c.events) over (order by c.no) as last
            from unnest(c_id, c_fingerprint, c_recorded_at, verdicts, counts) with ordinality c(id, fingerprint, at, verdict, events, no)) k
   where k.verdict = 'recorded';

  return query
  select v.verdict, k.first_position, k.last_position, k.recorded_at, v.conflict
    from unnest(c_id, verdicts, conflicts) with ordinality v(id, verdict, conflict, no)
    left join commands k on k.id = v.id and v.verdict in ('recorded', 'repeated')
   order by v.no;
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
grant execute on function ledger.append to casetrail_api`;
