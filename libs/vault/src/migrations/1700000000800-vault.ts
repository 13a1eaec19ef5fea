import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names, identity numbers, birth dates and addresses: sealed, each person's under a key of their own that can be destroyed. */
export class Vault1700000000800 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create schema vault authorization casetrail_owner');
    await db.query('set local role casetrail_owner');
    await db.query(tables);
    await db.query(entering);
    await db.query(looking);
    await db.query(destroying);
    await db.query(protection);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('What is sealed is destroyed person by person, by a recorded decision.');
  }
}

const tables = `
create table vault.keys (
  person text collate "C" primary key,
  wrapped bytea not null,            -- under a master key that never comes here
  wrapped_by text not null,          -- names that master key
  versions int not null default 0,   -- the last version that was given away; also counts those of keys before this one
  made_at timestamptz not null       -- in milliseconds, as the ledger records: a destruction recorded later means this key
);
create table vault.fields (
  person text collate "C" not null references vault.keys,
  field text collate "C" not null check (field in ('name', 'aliases', 'idNumber', 'bornOn', 'address')),
  version int not null check (version > 0),
  sealed bytea not null,
  sealed_at timestamptz not null default clock_timestamp(),
  primary key (person, field, version)
);
create table vault.numbers (
  blind bytea primary key check (length(blind) = 32),  -- HMAC of an identity number: the only place where there is one, so that it can be forgotten
  person text collate "C" not null,
  token text not null unique check (token ~ '^[0-9a-f]{64}$'),  -- random; what events say in its place
  claimed_at timestamptz not null default date_trunc('milliseconds', clock_timestamp())
);
create index numbers_of_a_person on vault.numbers (person);
create table vault.destroyed (
  person text collate "C" primary key,
  event text not null,               -- the newest event by which it was decided
  recorded_at timestamptz not null,
  versions int not null,             -- they are never given away again
  destroyed_at timestamptz not null default clock_timestamp()
);
create index events_that_destroy on ledger.events (stream) where type in ('PersonKeyDestroyed', 'RecordSealed');
comment on schema vault is 'Personal data, sealed. Read through functions that record the look first; not part of the ledger.'`;

/** Entering needs no look at what is there: whoever enters knows it. That a number is known already is told, and so recorded. */
const entering = `
create function vault.prepare(p_person text, p_wrapped bytea, p_wrapped_by text) returns table (wrapped bytea, wrapped_by text, version int)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  if exists (select 1 from ledger.streams s join ledger.events e on e.stream = s.no where s.id = p_person and e.type = 'PersonKeyDestroyed') then
    raise exception 'the key of % was destroyed', p_person using errcode = 'VA001';
  end if;
  insert into vault.keys (person, wrapped, wrapped_by, versions, made_at)
  select p_person, p_wrapped, p_wrapped_by, coalesce(max(d.versions), 0),
         greatest(date_trunc('milliseconds', clock_timestamp()), max(d.recorded_at) + interval '1 millisecond')
    from vault.destroyed d where d.person = p_person
  on conflict (person) do nothing;
  return query update vault.keys k set versions = k.versions + 1 where k.person = p_person returning k.wrapped, k.wrapped_by, k.versions;
end $$;

create function vault.store(p_person text, p_version int, p_fields text[], p_sealed bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select 1 from vault.keys where person = p_person and versions >= p_version for share) then
    raise exception 'the key of % was destroyed', p_person using errcode = 'VA001';
  end if;
  insert into vault.fields (person, field, version, sealed) select p_person, f.field, p_version, f.sealed from unnest(p_fields, p_sealed) f(field, sealed);
end $$;

-- Whose number it is: the wanted person's, unless it is somebody's already. p_instead_of: somebody who was found to have another number.
create function vault.claim(
  p_blind bytea, p_person text, p_token text, p_instead_of text,
  p_user text, p_role text, p_org text, p_district text, p_request_id text
) returns table (person text, token text, is_new boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  loop
    insert into vault.numbers (blind, person, token) values (p_blind, p_person, p_token) on conflict (blind) do nothing;
    if found then
      return query select p_person, p_token, true;
      return;
    end if;
    if p_instead_of is not null then
      update vault.numbers n set person = p_person, token = p_token, claimed_at = date_trunc('milliseconds', clock_timestamp())
       where n.blind = p_blind and n.person = p_instead_of;
      if found then
        return query select p_person, p_token, true;
        return;
      end if;
    end if;
    select n.person, n.token, false into person, token, is_new from vault.numbers n where n.blind = p_blind;
    if found then
      if person <> p_person then
        perform access.record_look(p_user, p_role, p_org, p_district, 'personal-data.find', person, null,
          jsonb_build_object('blind', encode(p_blind, 'hex'), 'entered', true), 'SHOWN', p_request_id);
      end if;
      return next;
      return;
    end if;
  end loop;
end $$`;

/** No look recorded, nothing answered: both are one statement. */
const looking = `
create function vault.open(
  p_person text, p_fields text[], p_versions int[],
  p_user text, p_role text, p_org text, p_district text, p_action text, p_purpose text, p_detail jsonb, p_outcome text, p_request_id text
) returns table (field text, version int, sealed bytea, wrapped bytea, wrapped_by text, destroyed_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if access.record_look(p_user, p_role, p_org, p_district, p_action, p_person, p_purpose, p_detail, p_outcome, p_request_id) is null then
    raise exception 'the look was not recorded' using errcode = 'VA002';
  end if;
  return query
    select a.field, a.version, f.sealed, k.wrapped, k.wrapped_by, d.destroyed_at
      from unnest(p_fields, p_versions) a(field, version)
      left join vault.fields f on f.person = p_person and f.field = a.field and f.version = a.version
      left join vault.keys k on k.person = p_person
      left join vault.destroyed d on d.person = p_person;
end $$;

create function vault.find(
  p_blind bytea, p_user text, p_role text, p_org text, p_district text, p_action text, p_purpose text, p_request_id text
) returns table (person text, token text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  select n.person, n.token into person, token from vault.numbers n where n.blind = p_blind;
  if access.record_look(p_user, p_role, p_org, p_district, p_action, person, p_purpose, jsonb_build_object('blind', encode(p_blind, 'hex')),
      case when person is null then 'NOTHING' else 'SHOWN' end, p_request_id) is null then
    raise exception 'the look was not recorded' using errcode = 'VA002';
  end if;
  if person is not null then
    return next;
  end if;
end $$`;

/** Only what the ledger decides is destroyed: the same rows whoever asks, and however often. */
const destroying = `
create function vault.due() returns table (person text, event text, recorded_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct on (s.id) s.id, s.id || '@' || e.version, e.recorded_at
    from ledger.events e join ledger.streams s on s.no = e.stream
   where e.type in ('PersonKeyDestroyed', 'RecordSealed')
     and (exists (select 1 from vault.keys k where k.person = s.id and k.made_at <= e.recorded_at)
       or exists (select 1 from vault.numbers n where n.person = s.id and n.claimed_at <= e.recorded_at))
   order by s.id, e.recorded_at desc, e.version desc
$$;

create function vault.destroy_older(p_person text, p_event text, p_at timestamptz) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  given int; gone int; forgotten int;
begin
  select versions into given from vault.keys where person = p_person and made_at <= p_at for update;
  insert into vault.destroyed as d (person, event, recorded_at, versions) values (p_person, p_event, p_at, coalesce(given, 0))
  on conflict (person) do update set event = excluded.event, recorded_at = excluded.recorded_at,
    versions = greatest(d.versions, excluded.versions), destroyed_at = excluded.destroyed_at
   where d.recorded_at <= excluded.recorded_at;
  delete from vault.fields where person = p_person and exists (select 1 from vault.keys where person = p_person and made_at <= p_at);
  delete from vault.keys where person = p_person and made_at <= p_at;
  get diagnostics gone = row_count;
  delete from vault.numbers where person = p_person and claimed_at <= p_at;
  get diagnostics forgotten = row_count;
  return gone + forgotten > 0;
end $$;

create function vault.destroy(p_person text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  decided record;
begin
  select event, recorded_at into decided from vault.due() where person = p_person;
  return found and vault.destroy_older(p_person, decided.event, decided.recorded_at);
end $$;

-- For a destruction that is remembered outside, and that a ledger restored from an older backup does not hold any more.
-- What it is told cannot be verified here, but all that it can do is destroy: whoever starts reports what the ledger does not back (unbackedIn).
create function vault.destroy_again(p_event text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  person constant text := left(p_event, -1 - length(split_part(p_event, '@', 2)));
begin
  if exists (select 1 from ledger.streams s join ledger.events e on e.stream = s.no where s.id = person and e.version >= split_part(p_event, '@', 2)::int) then
    return vault.destroy(person);  -- the ledger reaches that far: it decides
  end if;
  return vault.destroy_older(person, p_event, p_at);
end $$`;

const protection = `
create function vault.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'vault.% keeps what was in it', tg_table_name using errcode = '0A000';
end $$;
create function vault.goes_with_its_key() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from vault.destroyed d join vault.keys k using (person) where d.person = old.person and k.made_at <= d.recorded_at) then
    raise exception 'what is sealed goes with its key, by a recorded decision' using errcode = '0A000';
  end if;
  return old;
end $$;
create trigger append_only before update or truncate on vault.fields for each statement execute function vault.refuse_change();
create trigger goes_with_its_key before delete on vault.fields for each row execute function vault.goes_with_its_key();
create trigger kept before delete or truncate on vault.destroyed for each statement execute function vault.refuse_change();
alter table vault.fields enable always trigger append_only;
alter table vault.fields enable always trigger goes_with_its_key;
alter table vault.destroyed enable always trigger kept;
revoke all on all tables in schema vault from public;
revoke all on all functions in schema vault from public;
grant usage on schema vault to casetrail_api, casetrail_worker, casetrail_auditor;
grant select on vault.destroyed to casetrail_api, casetrail_worker, casetrail_auditor;
grant execute on function vault.prepare, vault.store, vault.claim, vault.open, vault.find to casetrail_api;
grant execute on function vault.due, vault.destroy, vault.destroy_again to casetrail_api, casetrail_worker`;
