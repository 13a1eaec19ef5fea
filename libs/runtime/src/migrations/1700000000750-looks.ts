import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who looked at what, and what ties a named user to a record besides the office. */
export class Looks1700000000750 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(looks);
    await db.query(ties);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('Who looked at what is not forgotten.');
  }
}

/** Appended by one function, which is all that the api may do here: it can neither change a look nor leave one out unseen, since their numbers have no gaps it could hide. */
const looks = `
create table access.looks (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  user_name text collate "C" not null,
  role text collate "C" not null,
  org text collate "C" not null,
  district text collate "C" not null,
  action text collate "C" not null,          -- as the policy names it
  subject text collate "C",                  -- the record that was asked for; null: a list or a search
  purpose text collate "C",
  detail jsonb not null,                     -- what was asked, and which records were shown; never what they say
  outcome text collate "C" not null check (outcome in ('SHOWN', 'NOTHING', 'REFUSED')),
  request_id text not null
);
create index looks_at_a_subject on access.looks (subject, id) where subject is not null;
create index looks_of_a_user on access.looks (user_name, id);
create index looks_shown on access.looks using gin ((detail -> 'shown'));
create function access.record_look(p_user text, p_role text, p_org text, p_district text, p_action text, p_subject text, p_purpose text, p_detail jsonb, p_outcome text, p_request_id text)
returns bigint language sql security definer set search_path = pg_catalog as $$
  insert into access.looks (user_name, role, org, district, action, subject, purpose, detail, outcome, request_id)
  values (p_user, p_role, p_org, p_district, p_action, p_subject, p_purpose, p_detail, p_outcome, p_request_id) returning id
$$;
create trigger append_only before update or delete or truncate on access.looks for each statement execute function access.refuse_change();
alter table access.looks enable always trigger append_only;
revoke all on access.looks from public;
revoke all on function access.record_look from public;
grant execute on function access.record_look to casetrail_api;
grant select on access.looks to casetrail_api, casetrail_auditor, casetrail_worker;
grant usage on schema access to casetrail_worker`;

/**
 * One row for each tie: a conflict of interest that hides a record from a user, or access to one that was asked for and granted, or taken in an emergency.
 * A tie holds while it is OPEN and its time has not run out.
 */
const ties = `
create table access.ties (
  id text collate "C" primary key,
  kind text collate "C" not null check (kind in ('CONFLICT', 'ACCESS', 'BREAK_GLASS')),
  user_name text collate "C" not null check (length(user_name) between 1 and 80),
  record text collate "C" not null,
  state text collate "C" not null check (state in ('ASKED', 'OPEN', 'REFUSED', 'ENDED')),
  reason text not null check (length(reason) between 1 and 500),
  begun_by jsonb not null,                   -- the actor who asked, took or declared it
  begun_at timestamptz not null default clock_timestamp(),
  valid_until timestamptz,                   -- null: until it is ended
  decided_by jsonb,
  decided_at timestamptz,
  decision_reason text,
  reviewed_by jsonb,
  reviewed_at timestamptz,
  finding text,
  check (decided_by is null or decided_by ->> 'user' <> begun_by ->> 'user' or kind = 'CONFLICT'),
  check (reviewed_by is null or reviewed_by ->> 'user' <> begun_by ->> 'user')
);
create index ties_of_a_user on access.ties (user_name) where state = 'OPEN';
create trigger recorded after insert or update on access.ties for each row execute function access.record_change();
create trigger kept before delete or truncate on access.ties for each statement execute function access.refuse_change();
alter table access.ties enable always trigger recorded;
alter table access.ties enable always trigger kept;
revoke all on access.ties from public;
grant select on access.ties to casetrail_api, casetrail_auditor`;
