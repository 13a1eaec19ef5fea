import { type CivilDate, type FigureId, type RuleSet, dateOf, figures } from '@casetrail/domain';
import { LOG_DAYS, LOG_START, type LoggedEvent, random, randomLog } from '@casetrail/domain/testing';
import { type TestDatabase, fillLedger } from '@casetrail/ledger/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { type Figures, NotCountable, type OfflineFigures, countOffline, projectFigures } from './index.ts';
import { Book } from './testing/book.ts';
import { countedLedger, emptyLedger } from './testing/counted-ledger.ts';

const numRuns = Math.max(1, Math.round(Number(process.env['PROPERTY_RUNS'] ?? 300) / 25));
const logs = fc.tuple(fc.noShrink(fc.nat()), fc.integer({ min: 6, max: 200 }));

describe('counting without a database', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  beforeAll(async () => void ({ database, owner, worker, read } = await countedLedger()));
  afterAll(() => database.drop());

  /** The units and events of a figure, from the facts that the read model shows. */
  async function shown(figure: FigureId, asOf: CivilDate, log: readonly LoggedEvent[], position: number) {
    const { facts } = await read.facts(figure, { asOf, knownAt: { position }, limit: 1000 });
    const positions = new Map(log.map(({ position: at, event: { stream, version } }) => [`${stream}@${version}`, at]));
    const behind = new Set(facts.flatMap(({ events }) => events.map((event) => positions.get(event) as number)));
    return { units: new Set(facts.map(({ unit }) => unit)).size, positions: [...behind].sort((a, b) => a - b) };
  }

  async function compareAt(offline: OfflineFigures, log: readonly LoggedEvent[], asOf: CivilDate, position: number, ruleSet: RuleSet): Promise<number> {
    const { values, months, steps } = await read.paper({ asOf, knownAt: { position }, ruleSet });
    const counted = offline.paper({ asOf, position, ruleSet });
    expect({ asOf, position, ...counted.values }).toEqual({ asOf, position, ...values });
    expect(counted.months).toEqual(months);
    const byKind = (all: typeof steps) =>
      all.map(({ figure, gross, value, lines }) => [
        figure,
        gross,
        value,
        lines
          .filter(({ net }) => net !== 0)
          .map(({ kind = '', net }) => `${kind} ${net}`)
          .sort(),
      ]);
    expect(byKind(counted.steps)).toEqual(byKind(steps));
    let seen = 0;
    for (const { id } of figures) {
      const { units, positions } = offline.contributions(id, { asOf, position });
      expect({ id, asOf, position, units, positions }).toEqual({ id, asOf, position, ...(await shown(id, asOf, log, position)) });
      seen += positions.length;
    }
    return seen;
  }

  it('gives the same paper, and the same events behind each figure, at every date and position', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(logs, async ([seed, length]) => {
        const { int } = random(seed);
        const log = randomLog(seed, length);
        await emptyLedger(owner);
        await fillLedger(owner, log);
        while (await projectFigures(worker, 500));
        const offline = countOffline(log);
        seen += await compareAt(offline, log, dateOf(LOG_START + 10 * LOG_DAYS), log.length, 'v1');
        seen += await compareAt(offline, log, dateOf(LOG_START + int(LOG_DAYS)), 1 + int(log.length), 'v1-gross');
      }),
      { numRuns, endOnFailure: true },
    );
    expect(seen).toBeGreaterThan(numRuns);
  }, 1_000_000);

  it('leaves out what the ledger says must be left out, wherever it says so', async () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    book.tell('2019-03-02', file, 'CasesMerged', { survivor: book.stream('criminal_case', 9) });
    const without = countOffline(book.log.filter(({ position }) => position !== 3));
    const ledger = book.stream('ledger', 1);
    book.tell('2019-03-03', ledger, 'EventSkipped', { projector: 'views', position: 2, reason: 'for the views alone' });
    expect(() => countOffline(book.log)).toThrow(NotCountable);
    book.tell('2019-03-03', ledger, 'EventSkipped', { projector: 'figures', position: 3, reason: 'it names what is not there' });
    const asked = { asOf: '2019-03-02' as CivilDate, position: 3 };
    expect(countOffline(book.log).paper(asked)).toEqual(without.paper(asked));

    await emptyLedger(owner);
    await fillLedger(owner, book.log);
    while (await projectFigures(worker, 500));
    expect((await read.paper({ asOf: asked.asOf, knownAt: { position: 3 } })).values).toEqual(without.paper(asked).values);
  });

  it('stops at what cannot be counted, and says where', () => {
    const book = new Book();
    const file = book.file(1, '2019-03-01');
    book.tell('2019-03-02', file, 'CasesMerged', { survivor: book.stream('criminal_case', 9) });
    expect(() => countOffline(book.log)).toThrow(NotCountable);
    expect(() => countOffline(book.log)).toThrow(/position 3 cannot be counted: it names criminal_case-0+9, which is not there/);
  });
});
