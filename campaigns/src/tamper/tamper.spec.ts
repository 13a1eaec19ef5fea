import { BUILDING, build, many } from '../testing/build.ts';
import { bundleTamperings } from './bundle-tamperings.ts';
import { databaseTamperings } from './database-tamperings.ts';
import { tamper } from './tamper.ts';

const kinds = Object.keys(bundleTamperings).length + Object.keys(databaseTamperings).length;
const ROUNDS = many('CAMPAIGN_TAMPERINGS', 80);

describe('bundles and databases that somebody has changed', () => {
  beforeAll(build, BUILDING);

  it('are found out, whatever was changed, and those that nobody has changed are not accused', async () => {
    const seed = Date.now() % 1_000_000;
    const { counts, violations } = await tamper({ rounds: ROUNDS, seed, ledgers: 4 });
    console.info(`tamper --rounds ${ROUNDS} --seed ${seed}: ${JSON.stringify(counts)}`);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(counts).toMatchObject({ clean: ROUNDS, falseAlarms: 0 });
    expect(counts['detected']).toBe(ROUNDS - (counts['notApplicable'] ?? 0));
    expect(counts['detected']).toBeGreaterThan(kinds);
  }, 300_000);
});
