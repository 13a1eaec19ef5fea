import { Counting1700000000200 } from './1700000000200-counting.ts';

/** Facts say which kind of correction made them: what was counted without it is thrown away, and counted again. */
export class FactsWithKinds1700000000820 extends Counting1700000000200 {
  override async up(...[db]: Parameters<Counting1700000000200['up']>): Promise<void> {
    await this.down(db);
    await super.up(db);
  }
}
