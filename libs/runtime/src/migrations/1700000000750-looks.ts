import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who looked at what, and what ties a named user to a record besides the office. */
export class Looks1700000000750 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(looks);
    await db.query(ties);
    await db.query(tying);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('Who looked at what is not forgotten.');
  }
}

/** Appended by one function, which is all that the api may do here. */
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
create index looks_in_time on access.looks using brin (at);
create index looks_for_words on access.looks ((detail #>> '{query,text}'), id) where detail #>> '{query,text}' is not null;
create function access.record_look(p_user text, p_role text, p_org text, p_district text, p_action text, p_subject text, p_purpose text, p_detail jsonb, p_outcome text, p_request_id text)
returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into access.looks (user_name, role, org, district, action, subject, purpose, detail, outcome, request_id)
  values (p_user, p_role, p_org, p_district, p_action, p_subject, p_purpose, p_detail, p_outcome, p_request_id) returning id
$$;
-- Whoever reads past the api leaves a look too, and cannot say that it was somebody in another role.
create function access.record_reading(p_user text, p_subject text, p_detail jsonb) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select access.record_look(p_user, 'AUDITOR', session_user, '370200', 'looks.read', p_subject, null, p_detail, 'SHOWN', 'command-line')
$$;
-- The number of the newest look, such that no look of a smaller number can still arrive: whoever records one at this moment is waited for, whoever comes later
-- gets a greater number. The lock goes with the transaction, so whoever calls this must end it at once.
create function access.looks_to() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  lock table access.looks in share mode;
  return (select coalesce(max(id), 0) from access.looks);
end $$;
create trigger append_only before update or delete or truncate on access.looks for each statement execute function access.refuse_change();
alter table access.looks enable always trigger append_only;
revoke all on access.looks from public;
revoke all on function access.record_look, access.record_reading, access.looks_to from public;
grant execute on function access.record_look to casetrail_api;
grant execute on function access.record_reading to casetrail_auditor;
grant execute on function access.looks_to to casetrail_worker, casetrail_auditor;
grant select on access.looks to casetrail_api, casetrail_auditor, casetrail_worker;
grant usage on schema access to casetrail_worker`;

/**
 * One row for each tie: a conflict of interest that hides a record from a user, or access to one that was asked for and granted, or taken in an emergency.
 * A tie holds while it is OPEN and its time has not run out. Whatever the api says, nobody decides or reviews what they asked for or took themselves, and what is
 * sealed is opened to the discipline organs alone.
 */
const ties = `
create function access.is_actor(p jsonb) returns boolean immutable language sql set search_path = pg_catalog, pg_temp as $$
  select coalesce(length(p ->> 'user') between 1 and 80 and length(p ->> 'role') > 0 and length(p ->> 'org') > 0 and length(p ->> 'district') > 0, false)
$$;
create table access.ties (
  id uuid primary key,                       -- that of the command that began it
  seq bigint generated always as identity unique,
  kind text collate "C" not null check (kind in ('CONFLICT', 'ACCESS', 'BREAK_GLASS')),
  user_name text collate "C" not null check (length(user_name) between 1 and 80),
  record text collate "C" not null check (record ~ '^[a-z_]{3,40}-[0-9A-Z]{26}$'),
  state text collate "C" not null check (state in ('ASKED', 'OPEN', 'REFUSED', 'ENDED')),
  reason text not null check (length(reason) between 1 and 500),
  begun_by jsonb not null check (access.is_actor(begun_by)),  -- the actor who asked, took or declared it
  begun_at timestamptz not null default clock_timestamp(),
  valid_until timestamptz,                   -- null: until it is ended
  due_at timestamptz,                        -- by when somebody should have decided on it or reviewed it
  decided_by jsonb check (decided_by is null or access.is_actor(decided_by)),
  decided_at timestamptz,
  decision_reason text check (length(decision_reason) between 1 and 500),
  reviewed_by jsonb check (reviewed_by is null or access.is_actor(reviewed_by)),
  reviewed_at timestamptz,
  finding text check (finding in ('JUSTIFIED', 'NOT_JUSTIFIED')),
  finding_reason text check (length(finding_reason) between 1 and 500),
  ended_by jsonb check (ended_by is null or access.is_actor(ended_by)),
  ended_at timestamptz,
  end_reason text check (length(end_reason) between 1 and 500),
  changes int not null default 1,
  check (kind = 'CONFLICT' or (user_name = begun_by ->> 'user' and valid_until is not null and due_at is not null)),
  check (kind <> 'BREAK_GLASS' or valid_until <= begun_at + interval '1 day'),
  check (kind <> 'ACCESS' or state <> 'OPEN' or decided_by is not null),
  check (decided_by is null or decided_by ->> 'user' <> user_name),
  check (reviewed_by is null or reviewed_by ->> 'user' <> user_name),
  check (kind <> 'CONFLICT' or ended_by is null or ended_by ->> 'user' <> user_name),
  check (kind = 'CONFLICT' or state <> 'OPEN' or record !~ '^umbrella_' or begun_by ->> 'role' in ('DISCIPLINE_INSPECTOR', 'DISCIPLINE_LEADER'))
);
create index ties_of_a_user on access.ties (user_name) where state = 'OPEN';
create index ties_begun on access.ties ((begun_by ->> 'user'), seq);
create index ties_waiting on access.ties (kind, seq) where state = 'ASKED' or (kind = 'BREAK_GLASS' and reviewed_by is null);
-- What was answered to whom for which command: the same command is answered the same.
create table access.tie_commands (
  id uuid primary key,
  fingerprint bytea not null,
  tie uuid not null references access.ties,
  answer jsonb not null,
  made_at timestamptz not null default clock_timestamp()
);
create function access.only_goes_on() returns trigger language plpgsql as $$
declare
  free constant text[] := '{state,decided_by,decided_at,decision_reason,reviewed_by,reviewed_at,finding,finding_reason,ended_by,ended_at,end_reason,valid_until,changes}';
begin
  if (to_jsonb(new) - free) <> (to_jsonb(old) - free) then
    raise exception 'who is tied to what, and why, does not change' using errcode = '0A000';
  end if;
  return new;
end $$;
create trigger only_goes_on before update on access.ties for each row execute function access.only_goes_on();
create trigger recorded after insert or update on access.ties for each row execute function access.record_change();
create trigger kept before delete or truncate on access.ties for each statement execute function access.refuse_change();
create trigger append_only before update or delete or truncate on access.tie_commands for each statement execute function access.refuse_change();
alter table access.ties enable always trigger only_goes_on;
alter table access.ties enable always trigger recorded;
alter table access.ties enable always trigger kept;
alter table access.tie_commands enable always trigger append_only;
revoke all on access.ties, access.tie_commands from public;
grant select on access.ties to casetrail_api, casetrail_auditor, casetrail_worker;
grant select on access.tie_commands to casetrail_api`;

/** The only ways in which ties begin and go on. Who may, by office, the api has seen to; what must hold of any two persons is seen to here as well. */
const tying = `
create function access.begin_tie(p_command uuid, p_fingerprint bytea, p_kind text, p_user text, p_record text, p_reason text, p_by jsonb, p_valid_until timestamptz, p_due_at timestamptz)
returns table (verdict text, tie jsonb) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  known access.tie_commands;
  begun access.ties;
begin
  perform set_config('casetrail.made_by', coalesce(p_by ->> 'user', ''), true);
  select * into known from access.tie_commands where id = p_command;
  if known.id is not null then
    return query select case when known.fingerprint = p_fingerprint then 'repeated' else 'reused' end, known.answer;
    return;
  end if;
  insert into access.ties (id, kind, user_name, record, state, reason, begun_by, valid_until, due_at)
  values (p_command, p_kind, p_user, p_record, case when p_kind = 'ACCESS' then 'ASKED' else 'OPEN' end, p_reason, p_by, p_valid_until, p_due_at)
  on conflict (id) do nothing returning * into begun;
  if begun.id is null then  -- somebody sent the same at the same moment
    select * into known from access.tie_commands where id = p_command;
    return query select case when known.fingerprint = p_fingerprint then 'repeated' else 'reused' end, known.answer;
    return;
  end if;
  insert into access.tie_commands (id, fingerprint, tie, answer) values (p_command, p_fingerprint, begun.id, to_jsonb(begun));
  return query select 'done', to_jsonb(begun);
end $$;

create function access.change_tie(p_command uuid, p_fingerprint bytea, p_tie uuid, p_act text, p_by jsonb, p_reason text, p_finding text, p_if_changes int)
returns table (verdict text, tie jsonb) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  known access.tie_commands;
  t access.ties;
  actor constant text := p_by ->> 'user';
  now constant timestamptz := clock_timestamp();
begin
  perform set_config('casetrail.made_by', coalesce(actor, ''), true);
  select * into t from access.ties where id = p_tie for update;
  select * into known from access.tie_commands where id = p_command;
  if known.id is not null then
    return query select case when known.fingerprint = p_fingerprint then 'repeated' else 'reused' end, known.answer;
    return;
  elsif t.id is null then
    return query select 'unknown', null::jsonb;
    return;
  elsif p_if_changes <> t.changes then
    return query select 'stale', to_jsonb(t);
    return;
  elsif p_act in ('APPROVE', 'REFUSE') then
    if t.kind <> 'ACCESS' or t.state <> 'ASKED' or t.due_at <= now or t.valid_until <= now then
      return query select 'not-possible', to_jsonb(t);
      return;
    elsif actor = t.user_name then
      return query select 'own', to_jsonb(t);
      return;
    end if;
    update access.ties set state = case p_act when 'APPROVE' then 'OPEN' else 'REFUSED' end,
      decided_by = p_by, decided_at = now, decision_reason = p_reason, changes = changes + 1 where id = p_tie returning * into t;
  elsif p_act = 'REVIEW' then
    if t.kind <> 'BREAK_GLASS' or t.reviewed_by is not null then
      return query select 'not-possible', to_jsonb(t);
      return;
    elsif actor = t.user_name then
      return query select 'own', to_jsonb(t);
      return;
    end if;
    update access.ties set state = case when p_finding = 'NOT_JUSTIFIED' then 'ENDED' else state end,
      reviewed_by = p_by, reviewed_at = now, finding = p_finding, finding_reason = p_reason, changes = changes + 1 where id = p_tie returning * into t;
  elsif p_act = 'END' then
    if t.state not in ('ASKED', 'OPEN') then
      return query select 'not-possible', to_jsonb(t);
      return;
    elsif t.kind = 'CONFLICT' and actor = t.user_name then
      return query select 'own', to_jsonb(t);
      return;
    end if;
    update access.ties set state = 'ENDED', ended_by = p_by, ended_at = now, end_reason = p_reason, changes = changes + 1 where id = p_tie returning * into t;
  else
    raise exception 'there is no act % on a tie', p_act using errcode = '22023';
  end if;
  insert into access.tie_commands (id, fingerprint, tie, answer) values (p_command, p_fingerprint, t.id, to_jsonb(t));
  return query select 'done', to_jsonb(t);
end $$;
revoke all on function access.begin_tie, access.change_tie, access.is_actor from public;
grant execute on function access.begin_tie, access.change_tie to casetrail_api;
grant execute on function access.is_actor to casetrail_api, casetrail_worker, casetrail_auditor`;
