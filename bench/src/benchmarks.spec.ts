import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchmarks } from './benchmarks.ts';
import { chanceFrom } from './runner/chance.ts';
import { run } from './runner/run.ts';
import { Databases } from './stage/databases.ts';
import { Stage } from './stage/stage.ts';

/** A moment each, on a city that has just begun: what comes out says nothing, but that it comes out. */
const moment = { rounds: { usual: 1, long: 1 }, seconds: 0.05, cities: 1, events: 200, acts: 300 };
/** These run what is built. */
const byProcesses = ['requests', 'visible', 'rebuild'];
const silent = () => undefined;
let stage: Stage;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  stage = new Stage({
    databases: new Databases(process.env['TEST_DATABASE_URL'] ?? ''),
    peers: { missing: 'not in tests', versions: {}, load: () => undefined },
    scale: moment,
    folder,
    say: silent,
    stop: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
});
afterAll(() => stage.close());

describe('every benchmark', () => {
  it('has a name of its own, and targets for variants of it', () => {
    expect(new Set(benchmarks.map(({ name }) => name)).size).toBe(benchmarks.length);
    expect(benchmarks.filter(({ targets }) => targets(stage).some(({ atLeast, atMost }) => (atLeast === undefined) === (atMost === undefined)))).toEqual([]);
  });
});

describe('a moment of', () => {
  const short = ['append-existing-5-at-8', 'append-new-5-at-1', ...benchmarks.filter(({ isQuick }) => isQuick).map(({ name }) => name)];
  it.each(short.filter((name) => !byProcesses.includes(name)))(
    '%s measures every variant, and everything its targets are about',
    async (name) => {
      const benchmark = benchmarks.find((one) => one.name === name);
      if (!benchmark) throw new Error(`There is no ${name}`);
      const result = await run({ ...benchmark, isLong: true }, stage, { chance: chanceFrom(1), say: silent });
      expect(result.failure).toBeUndefined();
      for (const [variant, measured] of Object.entries(result.rounds)) {
        expect([variant, measured.length]).toEqual([variant, 1]);
        for (const value of Object.values(measured[0] ?? {})) expect(value).toBeGreaterThan(0);
      }
      const unmeasured = result.verdicts.filter(({ measured, of, against = of }) => !measured && !result.absent[of] && !result.absent[against]);
      expect(unmeasured).toEqual([]);
    },
    120_000,
  );
});
