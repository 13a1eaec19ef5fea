import {
  type CivilDate,
  type FigureId,
  civilDateAt,
  dateOf,
  figures,
  lastDayOf,
  monthOf,
  monthsBetween,
  printedIds,
  stepNamed,
  type StepName,
} from '@casetrail/domain';
import { LOG_DAYS, LOG_START, type LoggedEvent, logDistricts, naiveRecount, random, randomLog } from '@casetrail/domain/testing';
import { type TestDatabase, fillLedger } from '@casetrail/ledger/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { rebuildFigures } from '../rebuild/index.ts';
import { type CountedUnit, type Digest, type Figures, type SteppedUnit, digestOf, projectFigures } from './index.ts';
import { countedLedger, emptyCounting, emptyLedger } from './testing/counted-ledger.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 300);
/** Each of these logs is counted three times and more: so there are fewer. */
const numRuns = Math.max(1, Math.round(runs / 15));
const logs = fc.tuple(fc.noShrink(fc.nat()), fc.integer({ min: 6, max: 200 }));

const isPrinted = (id: FigureId) => (printedIds as readonly string[]).includes(id);
/** The steps with a kind, added up; nothing where they cancel out. */
function byKind(lines: readonly { readonly kind?: string; readonly net: number }[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { kind, net } of lines) if (kind) kinds[kind] = (kinds[kind] ?? 0) + net;
  return Object.fromEntries(Object.entries(kinds).filter(([, n]) => n !== 0));
}

describe('counting a random ledger', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  beforeAll(async () => void ({ database, owner, worker, read } = await countedLedger()));
  afterAll(() => database.drop());

  async function allFacts(figure: FigureId, asOf: CivilDate, position: number, limit: number): Promise<CountedUnit[]> {
    const found: CountedUnit[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await read.facts(figure, { asOf, knownAt: { position }, limit, ...(after && { after }) });
      found.push(...page.facts);
      after = page.next;
    }
    return found;
  }

  async function stepUnits(figure: FigureId, step: StepName, asOf: CivilDate, position: number): Promise<SteppedUnit[]> {
    const found: SteppedUnit[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await read.stepUnits(figure, step, { asOf, knownAt: { position }, limit: 3, ...(after && { after }) });
      found.push(...page.facts);
      after = page.next;
    }
    return found;
  }

  async function checkAt(log: readonly LoggedEvent[], asOf: CivilDate, position: number): Promise<void> {
    const expected = naiveRecount(log, asOf, position);
    const want = (figure: FigureId, place: string) => expected.get(`${figure}|${place}`) ?? 0;
    const knownAt = { position };
    const { city, districts, overlap, ...standing } = await read.byDistrict({ asOf, knownAt });
    expect(standing).toMatchObject({ position, checkpoint: log.length, recordedOn: civilDateAt((log[position - 1] as LoggedEvent).recordedAt) });
    const { steps: annex } = await read.paper({ asOf, knownAt });
    for (const { id } of figures) {
      const context = { id, asOf, position };
      expect({ ...context, value: city[id] }).toEqual({ ...context, value: want(id, '') });
      for (const district of logDistricts)
        expect({ ...context, district, value: districts[district][id] }).toEqual({ ...context, district, value: want(id, district) });
      expect({ ...context, sum: Object.values(districts).reduce((sum, values) => sum + values[id], overlap[id]) }).toEqual({ ...context, sum: city[id] });
      const facts = await allFacts(id, asOf, position, 3);
      // Units count once each, or for an amount; a unit of two districts is one in the city.
      const isOnce = facts.every(({ amount }) => amount === 1);
      const inCity = isOnce ? new Set(facts.map(({ unit }) => unit)).size : facts.reduce((sum, { amount }) => sum + amount, 0);
      expect({ ...context, units: inCity }).toEqual({ ...context, units: city[id] });
      expect(new Set(facts.map(({ unit, district }) => `${unit} ${district}`)).size).toBe(facts.length);
      // A unit of two districts has two rows: none may be lost where a page ends.
      for (const place of logDistricts)
        expect({ ...context, place, sum: facts.reduce((sum, { district, amount }) => sum + (district === place ? amount : 0), 0) }).toEqual({
          ...context,
          place,
          sum: districts[place][id],
        });
      const waterfall = await read.waterfall(id, { asOf, knownAt });
      if (isPrinted(id)) {
        // What the cube has of each kind of correction is what the facts say.
        const inAnnex = annex.find(({ figure }) => figure === id);
        expect({ ...context, gross: inAnnex?.gross, kinds: byKind(inAnnex?.lines ?? []) }).toEqual({
          ...context,
          gross: waterfall.gross,
          kinds: byKind(waterfall.lines),
        });
      }
      expect({ ...context, value: waterfall.value, sum: waterfall.lines.reduce((sum, { net }) => sum + net, 0) }).toEqual({
        ...context,
        value: city[id],
        sum: city[id],
      });
      // Every step opens to exactly what it is made of.
      const nets = new Map<StepName, number>();
      for (const { kind, type = '', net } of waterfall.lines)
        if (kind !== 'REPEAT') nets.set(stepNamed(kind, type), (nets.get(stepNamed(kind, type)) ?? 0) + net);
      for (const [step, net] of nets) {
        const units = await stepUnits(id, step, asOf, position);
        expect({ ...context, step, sum: units.reduce((sum, { amount }) => sum + amount, 0) }).toEqual({ ...context, step, sum: net });
        expect(units.filter(({ cause }) => stepNamed(cause.kind, cause.type) !== step || cause.position > position)).toEqual([]);
      }
    }
    await checkInTime(log, asOf, position);
    const [district] = logDistricts;
    const days = [asOf, dateOf(LOG_START), dateOf(LOG_START + LOG_DAYS)];
    const series = await read.series('F05', { days, knownAt, district });
    expect(series.values).toEqual(days.map((day) => naiveRecount(log, day, position).get(`F05|${district}`) ?? 0));
    expect((await read.values({ asOf, knownAt, district })).values).toEqual(
      (await read.byDistrict({ asOf, knownAt })).districts[district as keyof typeof districts],
    );
    const today = civilDateAt((log[position - 1] as LoggedEvent).recordedAt);
    const endOfDay = log.findLast(({ recordedAt }) => civilDateAt(recordedAt) <= today) as LoggedEvent;
    expect(await read.values({ asOf, knownAt: { day: today } })).toMatchObject({
      position: endOfDay.position,
      values: { F05: naiveRecount(log, asOf, endOfDay.position).get('F05|') ?? 0 },
    });
    const tiers = (await Promise.all((['F01', 'F02', 'F03'] as const).map((id) => allFacts(id, asOf, position, 1000)))).flat();
    expect(new Set(tiers.map(({ unit }) => unit)).size).toBe(tiers.length);
  }

  /** What a month grew by is what anybody would have counted at its end. */
  async function checkInTime(log: readonly LoggedEvent[], asOf: CivilDate, position: number): Promise<void> {
    const months = monthsBetween(monthOf(dateOf(LOG_START)), monthOf(asOf)).slice(-12);
    if (months.length < 2) return;
    for (const figure of ['F05', 'F09', 'F13'] as const) {
      const { values } = await read.inTime(figure, { months, asOf, knownAt: { position } });
      const expected = months.map((month, i) => {
        const end = log.findLast((one) => one.position <= position && civilDateAt(one.recordedAt) <= lastDayOf(month))?.position ?? 0;
        const at = (day: CivilDate) => naiveRecount(log, day, end).get(`${figure}|`) ?? 0;
        const [before, last] = [months[i - 1], lastDayOf(month) < asOf ? lastDayOf(month) : asOf];
        return at(last) - (before ? at(lastDayOf(before)) : 0);
      });
      expect({ figure, asOf, position, values }).toEqual({ figure, asOf, position, values: expected });
    }
  }

  it('gives one result, however the ledger is cut into batches or rebuilt, and it is that of a naive recount', async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(logs, async ([seed, length]) => {
        const { int } = random(seed);
        const log = randomLog(seed, length);
        await emptyLedger(owner);
        await fillLedger(owner, log);
        const digests: Digest[] = [];
        for (const size of [1, 7, 500]) {
          await emptyCounting(owner);
          while (await projectFigures(worker, size));
          digests.push(await digestOf(owner));
        }
        if (seed % 3 === 0)
          for (const parts of [1, 3]) {
            await rebuildFigures({ connectionString: database.url }, { parts, workers: 0 });
            digests.push(await digestOf(owner));
          }
        expect(digests).toEqual(digests.map(() => digests[0]));
        for (let i = 0; i < 4; i++)
          await checkAt(log, dateOf(LOG_START + (i === 0 ? 10 * LOG_DAYS : int(LOG_DAYS))), i === 0 ? log.length : 1 + int(log.length));
        checked += 4;
      }),
      { numRuns, endOnFailure: true },
    );
    expect(checked).toBe(4 * numRuns);
  }, 1_000_000);

  it('shows for each unit the very events that make it count: told alone, they are enough', async () => {
    const shown = new Set<FigureId>();
    for (let seed = 1; seed <= 12; seed++) {
      const log = randomLog(seed, 200);
      await emptyLedger(owner);
      await fillLedger(owner, log);
      while (await projectFigures(worker, 50));
      const asOf = dateOf(LOG_START + 10 * LOG_DAYS);
      // They tell how old an identity is; and a part of a person in a case, where two verdicts of one docket are of one person.
      const registrations = (id: FigureId) =>
        log.filter(({ event }) => event.type === 'PersonRegistered' || (event.type === 'SuspectOpened' && id === 'F12-acquitted'));
      for (const { id } of figures)
        for (const { unit, district, amount, events, since } of await allFacts(id, asOf, log.length, 50)) {
          shown.add(id);
          expect(events).toContain(since.event);
          const named = new Set<string>(events);
          const alone = log.filter(({ event }) => named.has(`${event.stream}@${event.version}`));
          const n = naiveRecount([...registrations(id), ...alone], asOf, log.length).get(`${id}|${district}`) ?? 0;
          // A file tells of other persons too, and of the file it was merged into.
          const isEnough = n >= amount;
          expect({ seed, id, unit, n, amount, isEnough }).toEqual({ seed, id, unit, n, amount, isEnough: true });
        }
    }
    expect(shown.size).toBeGreaterThan(0.7 * figures.length);
  });
});
