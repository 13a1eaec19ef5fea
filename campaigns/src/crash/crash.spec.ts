import { BUILDING, build, many } from '../testing/build.ts';
import { crash } from './crash.ts';
import { type Backend, commandIdOf } from './site.ts';

const KILLS = many('CAMPAIGN_KILLS', 20);
const backends: readonly Backend[] = process.env['TEST_REDIS_URL'] ? ['postgres', 'redis'] : ['postgres'];

describe('a whole site whose parts are killed while clients work on it', () => {
  beforeAll(build, BUILDING);

  it.each(backends)(
    'loses nothing, records nothing twice and counts right, with the queues on %s',
    async (backend) => {
      const seed = Date.now() % 1_000_000;
      const { counts, violations } = await crash({ rounds: KILLS, seed, backend, every: KILLS });
      console.info(`crash --rounds ${KILLS} --seed ${seed} --backend ${backend}: ${JSON.stringify(counts)}`);
      expect({ seed, violations }).toEqual({ seed, violations: [] });
      expect(counts['kills']).toBeGreaterThanOrEqual(KILLS);
      expect(counts['acknowledged']).toBeGreaterThan(KILLS); // or else there would be little to lose
      expect(counts['unknown']).toBeGreaterThan(0);
      expect(counts['checks']).toBe(1);
    },
    60_000 + KILLS * 20_000,
  );
});

it('knows by itself which command a key stands for', () => {
  expect(commandIdOf('inv-1', 'a-key')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(commandIdOf('inv-1', 'a-key')).not.toBe(commandIdOf('inv-2', 'a-key'));
});
