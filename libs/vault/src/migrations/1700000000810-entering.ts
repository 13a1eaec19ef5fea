import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was entered stays if an event names it. Until that is known it is listed, so that nothing is left of an act that was refused, or never got so far. */
export class Entering1700000000810 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(table);
    await db.query(entering);
    await db.query(settling);
    await db.query(protection);
    await db.query(everything);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('What was taken away is not brought back.');
  }
}

const table = `
create table vault.entering (
  id bigint generated always as identity primary key,
  person text collate "C" not null,
  version int,                       -- that was given away
  token text,                        -- of a number that was asked for
  at timestamptz not null default clock_timestamp(),
  check (num_nonnulls(version, token) = 1)
);
create index entering_of_a_person on vault.entering (person);
-- Requests that name what is in the vault, which are few among all events.
create index requests_with_personal_data on ledger.events (position) where type = 'CorrectionRequested' and position('"personalData":'::bytea in bytes) > 0`;

/** As before, but that each leaves an entry behind, in the same transaction. */
const entering = `
drop function vault.prepare(text, bytea, text);
create function vault.prepare(p_person text, p_wrapped bytea, p_wrapped_by text) returns table (wrapped bytea, wrapped_by text, version int, entry bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  if exists (select 1 from ledger.streams s join ledger.events e on e.stream = s.no where s.id = p_person and e.type = 'PersonKeyDestroyed') then
    raise exception 'the key of % was destroyed', p_person using errcode = 'VA001';
  end if;
  loop
    insert into vault.keys (person, wrapped, wrapped_by, versions, made_at)
    select p_person, p_wrapped, p_wrapped_by, coalesce(max(d.versions), 0),
           greatest(date_trunc('milliseconds', clock_timestamp()), max(d.recorded_at) + interval '1 millisecond')
      from vault.destroyed d where d.person = p_person
    on conflict (person) do nothing;
    update vault.keys k set versions = k.versions + 1 where k.person = p_person returning k.wrapped, k.wrapped_by, k.versions into wrapped, wrapped_by, version;
    exit when found;  -- or it was taken away at this moment
  end loop;
  insert into vault.entering (person, version) values (p_person, version) returning id into entry;
  return next;
end $$;

alter function vault.claim rename to claim_number;
create function vault.claim(
  p_blind bytea, p_person text, p_token text, p_instead_of text,
  p_user text, p_role text, p_org text, p_district text, p_request_id text
) returns table (person text, token text, is_new boolean, entry bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  loop
    select c.person, c.token, c.is_new into person, token, is_new
      from vault.claim_number(p_blind, p_person, p_token, p_instead_of, p_user, p_role, p_org, p_district, p_request_id) c;
    perform 1 from vault.numbers n where n.blind = p_blind and n.token = claim.token for share;
    exit when found;  -- or it was taken away at this moment
  end loop;
  insert into vault.entering (person, token) values (person, token) returning id into entry;
  return next;
end $$`;

/**
 * Looks in the ledger whether an event names what was entered, and takes it away where none does. A request may do this once it is known what became of its
 * act; for one that was killed it is done after an hour, when no request can still be under way: a statement takes ten seconds at most.
 */
const settling = `
create function vault.is_named(p_person text, p_version int, p_token text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select exists (
    select 1 from (
      select convert_from(e.bytes, 'UTF8')::jsonb -> 'data' as data
        from ledger.streams s join ledger.events e on e.stream = s.no
       where s.id = p_person and e.type in ('PersonRegistered', 'IdentityConfirmed', 'PersonDataCorrected')
      union all
      select convert_from(e.bytes, 'UTF8')::jsonb #> '{data,proposal,data}'
        from ledger.events e
       where e.type = 'CorrectionRequested' and position('"personalData":'::bytea in e.bytes) > 0 and position(convert_to(p_person, 'UTF8') in e.bytes) > 0
         and convert_from(e.bytes, 'UTF8')::jsonb #>> '{data,proposal,stream}' = p_person
    ) said
    where data ->> 'idHash' = p_token or p_version::text in (select value from jsonb_each_text(data -> 'personalData')))
$$;

create function vault.settle_entry(p_entry vault.entering) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from vault.keys where person = p_entry.person for update;  -- whoever enters something for this person is waited for, or waits
  if p_entry.version is not null then
    if not vault.is_named(p_entry.person, p_entry.version, null) then
      delete from vault.fields where person = p_entry.person and version = p_entry.version;
    end if;
  else
    perform 1 from vault.numbers where token = p_entry.token for update;
    if not exists (select 1 from vault.entering where person = p_entry.person and token = p_entry.token and id <> p_entry.id)
        and not vault.is_named(p_entry.person, null, p_entry.token) then
      delete from vault.numbers where token = p_entry.token;
    end if;
  end if;
  delete from vault.entering where id = p_entry.id;
  delete from vault.keys k where k.person = p_entry.person
    and not exists (select 1 from vault.fields where person = k.person) and not exists (select 1 from vault.entering where person = k.person and version is not null);
end $$;

create function vault.settle(p_entries bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one vault.entering;
begin
  for one in select * from vault.entering where id = any (p_entries) order by id for update skip locked loop
    perform vault.settle_entry(one);
  end loop;
end $$;

create function vault.sweep() returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one vault.entering; settled int := 0;
begin
  for one in select * from vault.entering where at < clock_timestamp() - interval '1 hour' order by id limit 1000 for update skip locked loop
    perform vault.settle_entry(one);
    settled := settled + 1;
  end loop;
  return settled;
end $$;

create or replace function vault.goes_with_its_key() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from vault.destroyed d join vault.keys k using (person) where d.person = old.person and k.made_at <= d.recorded_at)
      and (not exists (select 1 from vault.entering e where e.person = old.person and e.version = old.version) or vault.is_named(old.person, old.version, null)) then
    raise exception 'what is sealed goes with its key, by a recorded decision, or where no event names it' using errcode = '0A000';
  end if;
  return old;
end $$`;

const protection = `
revoke all on vault.entering from public;
revoke all on function vault.prepare, vault.claim, vault.claim_number, vault.is_named, vault.settle_entry, vault.settle, vault.sweep from public;
revoke all on function vault.claim_number from casetrail_api;
grant execute on function vault.prepare, vault.claim, vault.settle to casetrail_api;
grant execute on function vault.sweep to casetrail_worker`;

/** Whatever is there already was entered by an act that may have been refused. */
const everything = `
create function vault.list_everything() returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into vault.entering (person, version) select distinct person, version from vault.fields;
  insert into vault.entering (person, token) select person, token from vault.numbers
$$;
revoke all on function vault.list_everything from public;
select vault.list_everything()`;
