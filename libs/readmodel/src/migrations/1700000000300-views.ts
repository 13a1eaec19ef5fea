import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SERVING, grants, indexes, tables } from '../views/schema.ts';

/** Rows for screens. When their shape changes, a later migration drops this schema and makes it anew: a rebuild fills it. */
export class Views1700000000300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create schema ${SERVING} authorization casetrail_owner`);
    await db.query('set local role casetrail_owner');
    await db.query(tables(SERVING));
    for (const index of indexes(SERVING)) await db.query(index);
    await db.query(grants(SERVING));
    await db.query('reset role');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop schema ${SERVING} cascade`);
  }
}
