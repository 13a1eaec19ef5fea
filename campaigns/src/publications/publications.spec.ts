import { BUILDING, build, many } from '../testing/build.ts';
import { publications } from './publications.ts';

const ROUNDS = many('CAMPAIGN_PAPERS', 12);

describe('papers that were published', () => {
  beforeAll(build, BUILDING);

  it('stay as they are whatever is recorded later, and differ by what is said', async () => {
    const seed = Date.now() % 1_000_000;
    const { counts, violations } = await publications({ rounds: ROUNDS, seed, before: 6000 });
    console.info(`publications --rounds ${ROUNDS} --seed ${seed}: ${JSON.stringify(counts)}`);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(counts).toMatchObject({ papers: 2, pairs: ROUNDS * 2, figuresCountedAgain: 2 * 43, audited: 2 });
    expect(counts['laterEvents']).toBeGreaterThan(ROUNDS * 100);
  }, 300_000);
});
