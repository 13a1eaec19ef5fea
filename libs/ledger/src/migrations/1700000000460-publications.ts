import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Publications are few among the streams, and read straight from the ledger: `no % 32` is the category, 21 is theirs. */
export class Publications1700000000460 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('set local role casetrail_owner');
    await db.query('create index publication_streams on ledger.streams (no desc) where no % 32 = 21');
    await db.query('reset role');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index ledger.publication_streams');
  }
}
