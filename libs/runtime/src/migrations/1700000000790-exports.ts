import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every file that left: who has it, what for, and what exactly it was. */
export class Exports1700000000790 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(table);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('Who was given which file is not taken back.');
  }
}

const table = `
create table access.exports (
  id uuid primary key,                     -- the user's Idempotency-Key, as a command id: a repetition makes no second export
  fingerprint bytea not null check (length(fingerprint) = 32),
  made_at timestamptz not null,            -- as the file says
  user_name text not null,
  role text not null,
  org text not null,
  district text not null,
  what text not null,                      -- which list, and which part of it: the request without its purpose
  asked jsonb not null,
  format text not null check (format in ('xlsx', 'csv')),
  purpose text not null check (purpose ~ '^[A-Z_]{3,40}$'),
  recipient text check (length(recipient) between 1 and 120),
  rows integer not null check (rows >= 0),
  shown_from bigint not null check (shown_from >= 0),
  shown_to bigint not null check (shown_to >= shown_from),  -- the list was read while it went from one ledger position to the other
  sha256 bytea not null check (length(sha256) = 32)         -- of the file: whoever finds one can ask whose it is
);
create index exports_by_file on access.exports (sha256);
create trigger append_only before update or delete or truncate on access.exports for each statement execute function access.refuse_change();
alter table access.exports enable always trigger append_only;
revoke all on access.exports from public;
grant select, insert on access.exports to casetrail_api;
grant select on access.exports to casetrail_auditor`;
