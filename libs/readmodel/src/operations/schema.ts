/**
 * How it goes with those who keep the read models up to date. `position` is the event that one has stopped before; `checkpoint`, how far it had come then.
 * `cause`: an event that it cannot take, or rows that another program must first build anew.
 */
export const operationsSchema = `
create table operations.projectors (
  name text primary key, state text not null check (state in ('running', 'stopped')), position bigint, checkpoint bigint, cause text check (cause in ('event', 'rebuild')),
  reason text, since timestamptz not null default now(), updated_at timestamptz not null default now(),
  check ((state = 'stopped') = (position is not null and checkpoint is not null and cause is not null and reason is not null)));
grant usage on schema operations to casetrail_api, casetrail_worker, casetrail_auditor;
grant select on operations.projectors to casetrail_api, casetrail_auditor;
grant select, insert, update on operations.projectors to casetrail_worker;`;
