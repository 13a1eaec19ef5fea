import { Counting1700000000200 } from './1700000000200-counting.ts';

type Db = Parameters<Counting1700000000200['up']>[0];

/** Facts say which kind of correction made them: what was counted without it is thrown away, and counted again. */
export class FactsWithKinds1700000000820 extends Counting1700000000200 {
  override async up(db: Db): Promise<void> {
    await super.down(db);
    await super.up(db);
  }

  /** The schema is taken away with the migration that first made it. */
  override async down(): Promise<void> {}
}
