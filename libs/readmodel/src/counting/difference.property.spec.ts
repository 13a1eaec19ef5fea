import { type CivilDate, type DifferenceCell, type FigureId, type RuleSet, dateOf, ruleSetNames, ruledBy } from '@casetrail/domain';
import { LOG_DAYS, LOG_START, naiveRecount, random, randomLog } from '@casetrail/domain/testing';
import { type TestDatabase, fillLedger } from '@casetrail/ledger/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { type ChangedUnit, type Figures, comparedIds, faultsOfDifference, projectFigures, unexplained } from './index.ts';
import { countedLedger, emptyLedger } from './testing/counted-ledger.ts';

const numRuns = Math.max(1, Math.round(Number(process.env['PROPERTY_RUNS'] ?? 300) / 15));
const logs = fc.tuple(fc.noShrink(fc.nat()), fc.integer({ min: 20, max: 200 }));
const PAIRS = 5;
type Place = { readonly asOf: CivilDate; readonly position: number; readonly ruleSet: RuleSet };

describe('the difference between any two points of a random ledger', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  beforeAll(async () => void ({ database, owner, worker, read } = await countedLedger()));
  afterAll(() => database.drop());

  const pointAt = ({ asOf, position, ruleSet }: Place) => ({ asOf, knownAt: { position }, ruleSet });

  async function unitsIn(from: Place, to: Place, figure: FigureId, cell: DifferenceCell, limit: number): Promise<ChangedUnit[]> {
    const found: ChangedUnit[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await read.differenceUnits(pointAt(from), pointAt(to), figure, cell, { limit, after });
      expect(page.units.length).toBeLessThanOrEqual(limit);
      found.push(...page.units);
      after = page.next;
    }
    return found;
  }

  /** How many cells were opened: a test that meets no difference says nothing. */
  const opened = new Map<DifferenceCell, number>();

  async function check(log: Parameters<typeof naiveRecount>[0], from: Place, to: Place): Promise<void> {
    const [old, now] = [naiveRecount(log, from.asOf, from.position), naiveRecount(log, to.asOf, to.position)];
    const want = (values: typeof old, { ruleSet }: Place, id: FigureId) => values.get(`${ruledBy(ruleSet, id)}|`) ?? 0;
    const there = await read.difference(pointAt(from), pointAt(to));
    const back = await read.difference(pointAt(to), pointAt(from));
    expect(unexplained(there)).toEqual([]);
    expect(there.figures.map(({ figure }) => figure)).toEqual(comparedIds);
    for (const [i, { figure, from: a, to: b, cells, residual }] of there.figures.entries()) {
      const context = { from, to, figure };
      const [before, after] = [want(old, from, figure), want(now, to, figure)];
      expect({ ...context, old: a.value, new: b.value, residual }).toEqual({ ...context, old: before, new: after, residual: 0 });
      expect({ ...context, sum: cells.reduce((sum, { change }) => sum + change, before) }).toEqual({ ...context, sum: after });
      const turned = back.figures[i]?.cells.map(({ cell, change, restates, units }) => ({ cell, change: 0 - change, restates: 0 - restates, units }));
      expect({ ...context, cells: turned }).toEqual({
        ...context,
        cells: cells.map(({ cell, change, restates, units }) => ({ cell, change, restates, units })),
      });
      const ofUnit = new Map<string, { before: number; after: number; sum: number }>();
      for (const { cell, change, restates, units, lines } of cells) {
        const rows = await unitsIn(from, to, figure, cell, 7);
        const sum = (some: readonly ChangedUnit[]) => some.reduce((total, row) => total + row.change, 0);
        expect({ ...context, cell, units: rows.length, sum: sum(rows), restates: sum(rows.filter(({ step }) => step === 'knowledge')) }).toEqual({
          ...context,
          ...{ cell, units, sum: change, restates },
        });
        expect(lines.reduce((total, line) => total + line.change, 0)).toBe(change);
        expect(new Set(rows.map(({ cause }) => cause.type))).toEqual(new Set(lines.map(({ type }) => type)));
        opened.set(cell, (opened.get(cell) ?? 0) + rows.length);
        for (const { unit, before: was, after: is, change: changed } of rows) {
          const seen = ofUnit.get(unit) ?? { before: was, after: is, sum: 0 };
          expect({ before: was, after: is }).toEqual({ before: seen.before, after: seen.after });
          ofUnit.set(unit, { ...seen, sum: seen.sum + changed });
        }
      }
      // Unit by unit: what its events changed leads from what it counted to what it counts.
      for (const [unit, seen] of ofUnit) expect({ ...context, unit, sum: seen.sum }).toEqual({ ...context, unit, sum: seen.after - seen.before });
    }
  }

  it('is the sum of its cells, and each cell of its units, for every figure; backwards it is the same with the signs turned', async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(logs, async ([seed, length]) => {
        const { int, pick } = random(seed);
        const log = randomLog(seed, length);
        await emptyLedger(owner);
        await fillLedger(owner, log);
        while (await projectFigures(worker, 500));
        const place = (): Place => ({
          asOf: pick([pick(log).event.occurredOn, dateOf(LOG_START + int(LOG_DAYS)), dateOf(LOG_START + 10 * LOG_DAYS)]),
          position: 1 + int(log.length),
          ruleSet: pick(ruleSetNames),
        });
        for (let i = 0; i < PAIRS; i++) {
          const from = place();
          const to = i === 0 ? from : i === 1 ? { ...from, position: log.length } : i === 2 ? { ...place(), position: from.position } : place();
          await check(log, from, to);
          if (i === 3) expect(await faultsOfDifference(read, pointAt(from), pointAt(to))).toEqual([]);
          checked++;
        }
      }),
      { numRuns, endOnFailure: true },
    );
    expect(checked).toBe(PAIRS * numRuns);
    if (numRuns >= 10) expect([...opened.keys()]).toEqual(expect.arrayContaining(['new-facts', 'late-entries', 'K1']));
  }, 1_000_000);

  it('between two rule sets is what the one counts and the other does not', async () => {
    let met = 0;
    for (let seed = 1; met < 3; seed++) {
      const log = randomLog(seed, 200);
      const asOf = dateOf(LOG_START + 10 * LOG_DAYS);
      const values = naiveRecount(log, asOf, log.length);
      if (values.get('F09|') === values.get('F09-gross|')) continue;
      met++;
      await emptyLedger(owner);
      await fillLedger(owner, log);
      while (await projectFigures(worker, 500));
      const [net, gross] = ruleSetNames.map((ruleSet): Place => ({ asOf, position: log.length, ruleSet })) as [Place, Place];
      await check(log, net, gross);
      await check(log, { ...net, position: 120 }, gross);
      await check(log, { ...gross, asOf: dateOf(LOG_START + 200) }, net);
    }
    expect(opened.get('rule')).toBeGreaterThan(0);
  });
});
