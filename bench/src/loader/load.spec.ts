import { demoCityCommands, replicated } from '@casetrail/demo-city';
import { Ledger, type SignersMemory, importCommands, newSigningKey, sealOnce, signerOf } from '@casetrail/ledger';
import { type TestDatabase, testDatabase } from '@casetrail/ledger/testing';
import { SNAPSHOT, ledgerIn, verify } from '@casetrail/readmodel/audit';
import { opening, played } from './city-acts.ts';
import { loadLedger } from './load.ts';

const COPIES = 3;
const commands = demoCityCommands().slice(0, 1500);
let imported: TestDatabase;
let loaded: TestDatabase;
let events: number;

beforeAll(async () => {
  [imported, loaded] = await Promise.all([testDatabase(), testDatabase()]);
  function* all() {
    yield opening;
    yield* replicated(commands, COPIES);
  }
  await importCommands(new Ledger(imported.pool('api')), all());
  const [first, ...repeated] = played([opening, ...commands]);
  events = await loadLedger(loaded.url, { ...(first && { opening: first }), repeated }, { to: COPIES });
}, 120_000);
afterAll(() => Promise.all([imported.drop(), loaded.drop()]));

const allOf = async (database: TestDatabase, table: string, order: string) =>
  (await database.pool('owner').query<{ row: string }>(`select t::text as row from ledger.${table} t order by ${order}`)).rows.map(({ row }) => row);

describe('a ledger that is loaded', () => {
  it.each([
    ['streams', 'no'],
    ['events', 'position'],
    ['commands', 'id'],
  ])('has the %s that appending the same commands makes, byte for byte', async (table, order) => {
    const [rows, expected] = await Promise.all([allOf(loaded, table, order), allOf(imported, table, order)]);
    expect(rows.length).toBeGreaterThan(1000);
    expect(rows).toEqual(expected);
  });

  it('is verified', async () => {
    let note: string | undefined;
    const memory: SignersMemory = { recall: () => Promise.resolve(note), remember: (signed) => Promise.resolve(void (note = signed)) };
    await sealOnce(loaded.pool('worker', 1), { signer: signerOf(newSigningKey('bench.test')), memory });
    const auditor = await loaded.pool('auditor', 1).connect();
    try {
      await auditor.query(SNAPSHOT);
      expect(await verify(() => ledgerIn(auditor), { keys: [] })).toMatchObject({ exitCode: 0, checkpoint: { size: events } });
    } finally {
      auditor.release(true);
    }
  });

  it('goes on where it ended', async () => {
    const acts = played([opening, ...commands]).slice(1);
    const more = await loadLedger(loaded.url, { repeated: acts }, { from: COPIES + 1, to: COPIES + 2, after: events });
    expect(more - events).toBe((2 * (events - 1)) / COPIES);
    const { rows } = await loaded.pool('owner').query('select count(*)::int as events, max(position)::int as last from ledger.events');
    expect(rows).toEqual([{ events: more, last: more }]);
  });
});
