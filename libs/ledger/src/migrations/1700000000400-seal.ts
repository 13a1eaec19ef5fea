import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Merkle tree over the ledger in tiles, and every checkpoint that was signed of it. */
export class Seal1700000000400 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create schema seal authorization casetrail_owner');
    await db.query('set local role casetrail_owner');
    await db.query(tables);
    await db.query(protection);
    await db.query('reset role');
  }

  async down(): Promise<void> {
    throw new Error('What was signed is not taken back.');
  }
}

const tables = `
create table seal.tiles (
  level smallint not null,
  index bigint not null,
  hashes bytea not null,             -- up to 256 of 32 bytes; the row grows until it has them all, and stays
  primary key (level, index)
);
alter table seal.tiles alter column hashes set storage external;  -- hashes cannot be compressed: do not try at every growth
create table seal.checkpoints (
  size bigint primary key,           -- how many events, from the first one on
  root bytea not null,
  note text not null,                -- what was signed, with its signature
  signed_at timestamptz not null default clock_timestamp()
);
create table seal.keys (
  verifier text primary key,         -- the public key; the newest one signs, and one that was followed by another never signs again
  since timestamptz not null default clock_timestamp()
);
create table seal.refusals (
  signer text primary key,           -- the machine whose memory contradicts the ledger
  reason text not null,
  since timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
comment on schema seal is 'The tree can be made again from the ledger. The checkpoints are append-only: they were signed.'`;

const protection = `
create function seal.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'seal.% is append-only', tg_table_name using errcode = '0A000';
end $$;
create trigger append_only before update or delete or truncate on seal.checkpoints for each statement execute function seal.refuse_change();
create trigger append_only before update or delete or truncate on seal.keys for each statement execute function seal.refuse_change();
alter table seal.checkpoints enable always trigger append_only;
alter table seal.keys enable always trigger append_only;
revoke all on all tables in schema seal from public;
revoke all on all functions in schema seal from public;
grant usage on schema seal to casetrail_api, casetrail_worker, casetrail_auditor;
grant select on seal.tiles, seal.checkpoints, seal.keys, seal.refusals to casetrail_api, casetrail_worker, casetrail_auditor;
grant insert, update on seal.tiles to casetrail_worker;
grant insert on seal.checkpoints, seal.keys to casetrail_worker;
grant insert, update, delete on seal.refusals to casetrail_worker`;
