import { projectorNames } from '@casetrail/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { operationsSchema } from '../operations/schema.ts';

/** What the workers say of themselves. Nothing counts on it: it may be lost. */
export class Operations1700000000500 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create schema operations authorization casetrail_owner');
    await db.query('set local role casetrail_owner');
    await db.query(operationsSchema);
    await db.query("insert into operations.projectors (name, state) select unnest($1::text[]), 'running'", [projectorNames]);
    await db.query('reset role');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop schema operations cascade');
  }
}
