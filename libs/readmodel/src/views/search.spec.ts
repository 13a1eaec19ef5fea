import { Ledger, ledgerMigrations } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { DataSource } from 'typeorm';
import { criminalCaseEntity } from './criminal-case-row.ts';
import { Views, projectViews, viewEntities, viewMigrations } from './index.ts';
import { MOST_COUNTED } from './page.ts';
import { pairSharesOf, rarestOf } from './pair-shares.ts';
import { searchable, soughtFor } from './search-text.ts';
import { open } from './testing/reaches.ts';
import { Scribe } from './testing/story.ts';

/** More than are looked through from the newest on, before the index is asked. */
const CASES = 4700;
/** In every how many cases a word stands: some pages of the second are full among the newest, of the last none is. */
const words = { 常见词: 2, 少见词: 100, 罕见词: 2300 } as const;
const MOST_READ = 300;
const rows = Array.from({ length: CASES }, (_, n) => {
  const found = Object.entries(words).flatMap(([word, every]) => (n % every === every - 1 ? [word] : []));
  const { searchText, searchPairs } = searchable([...found, `第${n}件`]);
  return { id: `criminal_case-${n}`, opened_position: 1000 + n, search_text: searchText, search_pairs: searchPairs, found };
});

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await testDatabase([...ledgerMigrations, ...viewMigrations]);
  const pattern = await new Scribe(new Ledger(database.pool('api'))).report('2019-03-01', '青公受字〔2019〕1号');
  while (await projectViews(database.pool('worker'), 100));
  await database
    .pool('owner')
    .query(
      'insert into views.criminal_case select (jsonb_populate_record(c, row)).* from views.criminal_case c, jsonb_array_elements($2) row where c.id = $1',
      [pattern, JSON.stringify(rows)],
    );
}, 60_000);
afterAll(() => database.drop());

describe.each([
  ['without statistics', false],
  ['with the statistics of the server', true],
] as const)('%s', (_, known) => {
  beforeAll(async () => {
    if (known) await database.pool('owner').query('analyze views.criminal_case');
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      poolSize: 1, // a search waits for no connection while it holds one
      entities: viewEntities,
      extra: { options: '-c role=casetrail_api' },
    }).initialize();
  });
  afterAll(() => dataSource.destroy());

  it.each([
    ['常见词', 17],
    ['常见词', 200],
    ['少见词', 10],
    ['少见词', 30],
    ['罕见词', 1],
    ['罕见词', 50],
  ] as const)('the list of many cases, searched for %s by pages of %d, has each that there is, the newest first', async (word, limit) => {
    const seen = new Views(dataSource).seenBy(open);
    const expected = rows.flatMap(({ id, found }) => (found.includes(word) ? [id] : [])).reverse();
    const paged: string[] = [];
    for (let after: string | undefined, more = true; more && paged.length < MOST_READ;) {
      const { items, next, total } = await seen.caseList({ text: word }, { limit, after, isCounted: true });
      expect(total).toEqual({ count: Math.min(expected.length, MOST_COUNTED), isMore: expected.length > MOST_COUNTED });
      paged.push(...items.map(({ id }) => id));
      [after, more] = [next ?? undefined, next !== null];
    }
    expect(paged).toEqual(expected.slice(0, paged.length));
    expect(paged.length).toBeGreaterThanOrEqual(Math.min(expected.length, MOST_READ));
  });

  it('a text is looked for by the rarest of its pairs, once it is known which these are', async () => {
    const { pairs } = soughtFor('罕见词第10件');
    const shares = await pairSharesOf(dataSource.createQueryBuilder(criminalCaseEntity, 'file'));
    const rarest = rarestOf(pairs, shares);
    if (!known) return expect(rarest).toEqual({ pairs, share: 1 });
    expect([rarest.pairs.length, rarest.share]).toEqual([3, 0]);
    expect(rarest.pairs).not.toContain('见词'); // every second case has it
  });
});
