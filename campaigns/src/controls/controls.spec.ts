import { BUILDING, build } from '../testing/build.ts';
import { controls } from './controls.ts';

const FEW = 30;

describe('faults that are planted on purpose', () => {
  beforeAll(build, BUILDING);

  it('are all caught', async () => {
    const told: string[] = [];
    const seed = Date.now() % 1_000_000;
    const { counts, violations } = await controls({ rounds: FEW, seed, backend: 'postgres', transactions: 800, say: (line) => told.push(line) });
    console.info(`controls --rounds ${FEW} --seed ${seed}:\n${told.join('\n')}`);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(counts).toMatchObject({ planted: 4, caught: 4, skippedOfLedger: 0 });
  }, 600_000);
});
