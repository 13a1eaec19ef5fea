import { type FigureId, dateOf, districtCodes, figures } from '@casetrail/domain';
import { LOG_DAYS, LOG_START, random, randomLog } from '@casetrail/domain/testing';
import { type TestDatabase, fillLedger } from '@casetrail/ledger/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { type Figures, NotCountedYet, projectFigures } from './index.ts';
import { countedLedger, emptyLedger } from './testing/counted-ledger.ts';

const numRuns = Math.max(1, Math.round(Number(process.env['PROPERTY_RUNS'] ?? 300) / 10));
const logs = fc.tuple(fc.noShrink(fc.nat()), fc.integer({ min: 20, max: 140 }));

describe('a preview', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  beforeAll(async () => void ({ database, owner, worker, read } = await countedLedger()));
  afterAll(() => database.drop());

  it('of any next events of a random ledger is what then happens, in the city and in every district', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(logs, async ([seed, length]) => {
        const { int } = random(seed ^ 0x5eed);
        const log = randomLog(seed, length);
        const from = Math.floor(length / 2) + int(length / 2 - 8);
        const next = log.slice(from, from + 1 + int(12));
        await emptyLedger(owner);
        await fillLedger(owner, log.slice(0, from));
        while (await projectFigures(worker, 500));
        const asOf = dateOf(LOG_START + (int(2) === 0 ? 10 * LOG_DAYS : int(LOG_DAYS)));
        const before = await read.byDistrict({ asOf });
        const { changes } = await read.preview(
          next.map(({ event }) => event),
          asOf,
          dateOf(LOG_START + LOG_DAYS),
        );
        await fillLedger(owner, next);
        while (await projectFigures(worker, 500));
        const after = await read.byDistrict({ asOf });
        for (const { id } of figures) {
          const foretold = changes.find(({ figure }) => figure === id);
          const inCity = after.city[id] - before.city[id];
          expect({ seed, length, id, change: foretold?.change ?? 0 }).toEqual({ seed, length, id, change: inCity });
          for (const district of districtCodes) {
            const change = after.districts[district][id] - before.districts[district][id];
            expect({ seed, id, district, change: foretold?.districts[district] ?? 0 }).toEqual({ seed, id, district, change });
          }
          if (inCity !== 0) moved++;
        }
      }),
      { numRuns, endOnFailure: true },
    );
    expect(moved).toBeGreaterThan(numRuns / 5);
  }, 600_000);

  it('is refused by figures that lag behind the ledger', async () => {
    const log = randomLog(1, 60);
    await emptyLedger(owner);
    await fillLedger(owner, log);
    await expect(read.preview([], dateOf(LOG_START), dateOf(LOG_START))).rejects.toBeInstanceOf(NotCountedYet);
  });

  it('of nothing changes nothing', async () => {
    while (await projectFigures(worker, 500));
    expect((await read.preview([], dateOf(LOG_START + LOG_DAYS), dateOf(LOG_START + LOG_DAYS))).changes).toEqual([] satisfies { figure: FigureId }[]);
  });
});
