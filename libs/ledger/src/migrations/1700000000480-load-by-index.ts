import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Histories are found by index whatever was known of the tables when the plan was made. As a join, the query had a choice of where to begin: planned on tables
 * that had been analysed while they were empty, it went through all events of the ledger for each of its streams, until the next analysis. `offset 0` leaves it none.
 */
export class LoadByIndex1700000000480 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query(
      load(`select i.id, s.no, e.bytes from unnest(ids) i(id)
    cross join lateral (select no from streams where id = i.id offset 0) s
    cross join lateral (select bytes from events where stream = s.no order by version offset 0) e`),
    );
    await db.query('reset role');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      load('select s.id, s.no, e.bytes from unnest(ids) i(id) join streams s on s.id = i.id join events e on e.stream = s.no order by e.stream, e.version'),
    );
  }
}

const load = (query: string) => `
create or replace function ledger.load(ids text[]) returns table (id text, no bigint, bytes bytea)
language plpgsql stable
set search_path = pg_catalog, ledger set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
begin
  return query ${query};
end $$`;
