import type { Pool } from 'pg';

/** Where the record of looks is not there yet: one that keeps what the vault tells it. */
export async function standInLooks(owner: Pool): Promise<void> {
  await owner.query(`do $$ begin
    if to_regclass('access.looks') is not null then return; end if;
    create schema if not exists access authorization casetrail_owner;
    set local role casetrail_owner;
    create table access.looks (
      id bigint generated always as identity primary key, at timestamptz not null default clock_timestamp(), user_name text, role text, org text, district text,
      action text, subject text, purpose text, detail jsonb, outcome text, request_id text);
    create function access.record_look(p_user text, p_role text, p_org text, p_district text, p_action text, p_subject text, p_purpose text, p_detail jsonb,
      p_outcome text, p_request_id text) returns bigint language sql as $f$
      insert into access.looks (user_name, role, org, district, action, subject, purpose, detail, outcome, request_id)
      values (p_user, p_role, p_org, p_district, p_action, p_subject, p_purpose, p_detail, p_outcome, p_request_id) returning id $f$;
    revoke all on function access.record_look from public;
  end $$`);
}
