import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who holds which office, and since when: the token says who somebody is, and nothing else. */
export class Access1700000000700 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create schema access authorization casetrail_owner');
    await db.query('set local role casetrail_owner');
    await db.query(tables);
    await db.query(recording);
    await db.query(protection);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('Who was allowed what, and by whom, is not taken back.');
  }
}

const tables = `
create table access.people (
  issuer text collate "C" not null check (length(issuer) between 1 and 500),
  subject text collate "C" not null check (length(subject) between 1 and 255),  -- OpenID Connect Core, section 2
  user_name text collate "C" not null unique check (length(user_name) between 1 and 80),  -- as events name whoever acts, for ever: never two people by one name
  name_shown text not null check (length(name_shown) between 1 and 80),
  primary key (issuer, subject)
);
create table access.offices (
  id bigint generated always as identity primary key,
  issuer text collate "C" not null,
  subject text collate "C" not null,
  role text collate "C" not null check (role ~ '^[A-Z_]{3,40}$' and role <> 'SYSTEM'),  -- SYSTEM is no person
  org text collate "C" not null check (org ~ '^[!-~]{1,80}$'),  -- it is named in a header
  district text collate "C" not null check (district ~ '^[0-9]{6}$'),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),  -- the first day on which it is no longer held; null: nobody has ended it
  foreign key (issuer, subject) references access.people
);
create index offices_of_a_person on access.offices (issuer, subject);
create table access.changes (
  id bigint generated always as identity primary key,
  made_at timestamptz not null default clock_timestamp(),
  made_by text not null,             -- who says so
  login text not null default session_user,  -- which account of the database it was
  what text not null,                -- like offices/insert
  now_is jsonb not null,
  was jsonb
);
create function access.today() returns date stable language sql return (now() at time zone interval '8 hours')::date;
comment on schema access is 'Looked up at every request. Not part of the ledger: what somebody did stands there with the office it was done in.'`;

/** Whoever changes a row, by whatever way, leaves a change behind: there is no way around a trigger but to be the owner and switch it off. */
const recording = `
create function access.record_change() returns trigger language plpgsql as $$
begin
  insert into access.changes (made_by, what, now_is, was)
  values (coalesce(nullif(current_setting('casetrail.made_by', true), ''), session_user), tg_table_name || '/' || lower(tg_op), to_jsonb(new), to_jsonb(old));
  return null;
end $$;
create trigger recorded after insert or update on access.people for each row execute function access.record_change();
create trigger recorded after insert or update on access.offices for each row execute function access.record_change();
create function access.only_ends() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'valid_to') <> (to_jsonb(old) - 'valid_to') then
    raise exception 'an office is ended and granted anew, never changed' using errcode = '0A000';
  end if;
  return new;
end $$;
create trigger only_ends before update on access.offices for each row execute function access.only_ends();
create function access.only_renames() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'name_shown') <> (to_jsonb(old) - 'name_shown') then
    raise exception 'who somebody is in the ledger does not change' using errcode = '0A000';
  end if;
  return new;
end $$;
create trigger only_renames before update on access.people for each row execute function access.only_renames()`;

const protection = `
create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'access.% keeps what was in it', tg_table_name using errcode = '0A000';
end $$;
create trigger kept before delete or truncate on access.people for each statement execute function access.refuse_change();
create trigger kept before delete or truncate on access.offices for each statement execute function access.refuse_change();
create trigger append_only before update or delete or truncate on access.changes for each statement execute function access.refuse_change();
alter table access.people enable always trigger recorded;
alter table access.people enable always trigger only_renames;
alter table access.people enable always trigger kept;
alter table access.offices enable always trigger recorded;
alter table access.offices enable always trigger only_ends;
alter table access.offices enable always trigger kept;
alter table access.changes enable always trigger append_only;
revoke all on all tables in schema access from public;
revoke all on all functions in schema access from public;
grant usage on schema access to casetrail_api, casetrail_auditor;
grant select on access.people, access.offices to casetrail_api, casetrail_auditor;
grant select on access.changes to casetrail_auditor;
grant execute on function access.today() to casetrail_api, casetrail_auditor`;
