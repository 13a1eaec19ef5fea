import { type CivilDate, type FigureId, dateOf, figures } from '@casetrail/domain';
import { LOG_DAYS, LOG_START, type LoggedEvent, random, randomLog } from '@casetrail/domain/testing';
import { EMPTY_ROOT, SmallTree, leafHash, leafOf, ledgerMigrations, provesInclusion } from '@casetrail/ledger';
import { fillLedger, testDatabase, type TestDatabase } from '@casetrail/ledger/testing';
import type { Pool } from 'pg';
import { type CountedUnit, Figures, type ProvenLeaf, RulesChanged, countingMigrations, projectFigures } from './index.ts';
import { emptyLedger } from './testing/counted-ledger.ts';

const seeds = Array.from({ length: Math.max(4, Math.round(Number(process.env['PROPERTY_RUNS'] ?? 300) / 40)) }, (_, i) => i + 1);

describe('what a figure is made of', () => {
  let database: TestDatabase;
  let owner: Pool;
  let worker: Pool;
  let read: Figures;
  let sealed: Map<number, Buffer>;

  beforeAll(async () => {
    database = await testDatabase([...ledgerMigrations, ...countingMigrations]);
    owner = database.pool('owner');
    worker = database.pool('worker', 1);
    read = new Figures(database.pool('api', 1));
  });
  afterAll(() => database.drop());

  async function tell(seed: number, length = 200): Promise<readonly LoggedEvent[]> {
    const log = randomLog(seed, length);
    await emptyLedger(owner);
    await fillLedger(owner, log);
    while (await projectFigures(worker, 50));
    const { rows } = await owner.query<{ position: string; recorded_at: Date; hash: Buffer }>('select position, recorded_at, hash from ledger.events');
    sealed = new Map(
      rows.map(({ position, recorded_at, hash }) => [Number(position), leafHash(leafOf({ position: Number(position), recordedAt: recorded_at, hash }))]),
    );
    return log;
  }
  async function factsOf(figure: FigureId, asOf: CivilDate, position: number): Promise<CountedUnit[]> {
    const found: CountedUnit[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await read.facts(figure, { asOf, knownAt: { position }, limit: 1000, ...(after && { after }) });
      found.push(...page.facts);
      after = page.next;
    }
    return found;
  }
  /** The same, worked out from the facts that anybody can list. */
  async function fromFacts(log: readonly LoggedEvent[], figure: FigureId, asOf: CivilDate, position: number) {
    const facts = await factsOf(figure, asOf, position);
    const named = new Set<string>(facts.flatMap(({ events }) => events));
    const positions = log.flatMap(({ event, position: at }) => (named.has(`${event.stream}@${event.version}`) ? [at] : []));
    return { units: new Set(facts.map(({ unit }) => unit)).size, positions, tree: new SmallTree(positions.map((at) => sealed.get(at) as Buffer)) };
  }

  it('is what its facts say, event by event, at every date and as known at every position', async () => {
    let biggest = 0;
    for (const seed of seeds) {
      const log = await tell(seed);
      const { int } = random(seed);
      for (const [asOf, position] of [
        [dateOf(LOG_START + 10 * LOG_DAYS), log.length],
        [dateOf(LOG_START + int(LOG_DAYS)), 1 + int(log.length)],
      ] as const)
        for (const { id } of figures) {
          const { units, positions, tree } = await fromFacts(log, id, asOf, position);
          const { units: counted, events, root } = await read.contributions(id, { asOf, position });
          expect({ seed, id, counted, events, root: root.toString('hex') }).toEqual({
            ...{ seed, id, counted: units, events: positions.length },
            root: (positions.length === 0 ? EMPTY_ROOT : tree.root()).toString('hex'),
          });
          biggest = Math.max(biggest, events);
        }
    }
    expect(biggest).toBeGreaterThan(20);
  }, 1_000_000);

  it('stays what it was when more becomes known', async () => {
    const log = randomLog(3, 200);
    const before = log.slice(0, 120);
    await emptyLedger(owner);
    await fillLedger(owner, before);
    while (await projectFigures(worker, 50));
    const asOf = dateOf(LOG_START + 10 * LOG_DAYS);
    const all = async () => Promise.all(figures.map(async ({ id }) => [id, await read.contributions(id, { asOf, position: 120 })] as const));
    const known = await all();
    await fillLedger(owner, log.slice(120));
    while (await projectFigures(worker, 50));
    const stripped = (found: Awaited<ReturnType<typeof all>>) => found.map(([id, { units, events, root }]) => [id, units, events, root.toString('hex')]);
    expect(stripped(await all())).toEqual(stripped(known));
    expect(stripped(known).some(([, units]) => Number(units) > 0)).toBe(true);
  }, 1_000_000);

  it('proves of every event whether it is inside', async () => {
    const log = await tell(5);
    const asOf = dateOf(LOG_START + 10 * LOG_DAYS);
    const proves = ({ index, event, proof }: ProvenLeaf, size: number, root: Buffer) => provesInclusion(proof, index, size, leafHash(leafOf(event)), root);
    const tried = { inside: 0, between: 0, 'at an end': 0, 'in nothing': 0 };
    for (const id of ['F04', 'F05', 'F11', 'F22', 'F33', 'F43'] as const) {
      const { positions, tree } = await fromFacts(log, id, asOf, log.length);
      const root = positions.length === 0 ? EMPTY_ROOT : tree.root();
      for (let at = 1; at <= log.length; at += 7) {
        const found = await read.membership(id, { asOf, position: log.length }, at);
        expect([found.size, found.root.toString('hex'), found.isInside]).toEqual([positions.length, root.toString('hex'), positions.includes(at)]);
        if (found.isInside) {
          expect(found.event.position).toBe(at);
          expect(proves(found, found.size, root)).toBe(true);
          expect(proves({ ...found, index: found.index + 1 }, found.size, root)).toBe(false);
          tried.inside++;
          continue;
        }
        const { before, after } = found;
        for (const neighbour of [before, after]) if (neighbour) expect(proves(neighbour, found.size, root)).toBe(true);
        expect(before?.index ?? -1).toBe((after?.index ?? found.size) - 1);
        if (before) expect(before.event.position).toBeLessThan(at);
        if (after) expect(after.event.position).toBeGreaterThan(at);
        tried[before && after ? 'between' : found.size > 0 ? 'at an end' : 'in nothing']++;
      }
    }
    expect(Math.min(tried.inside, tried.between, tried['at an end'])).toBeGreaterThan(0);
  }, 1_000_000);

  it('is read for a publication together with the paper, and only by the rules in force', async () => {
    const log = await tell(7);
    const at = { asOf: dateOf(LOG_START + 10 * LOG_DAYS), position: log.length };
    const read43 = await read.publication({ ...at, ruleSet: 'v1-gross' }, at.asOf);
    expect(read43.contributions).toHaveLength(43);
    const { root } = await read.contributions('F08-gross', at);
    expect(read43.contributions[7]?.root).toEqual(root);
    expect(read43.values.F08).toBe((await read.values({ asOf: at.asOf, knownAt: at, ruleSet: 'v1-gross' })).values.F08);
    await owner.query(`update counting.checkpoint set rules = 'F01@0'`);
    await expect(read.publication(at, at.asOf)).rejects.toThrow(RulesChanged);
  });
});
