import { BUILDING, build, many } from '../testing/build.ts';
import { crash } from './crash.ts';
import { type Backend, commandIdOf } from './site.ts';

const KILLS = many('CAMPAIGN_KILLS', 20);
/** Where there is a Redis, some of the kills are for a site whose queues are there. */
const backends: readonly (readonly [Backend, number])[] = process.env['TEST_REDIS_URL']
  ? [
      ['postgres', Math.ceil(KILLS * 0.6)],
      ['redis', Math.floor(KILLS * 0.4)],
    ]
  : [['postgres', KILLS]];

describe('a whole site whose parts are killed while clients work on it', () => {
  beforeAll(build, BUILDING);

  it.each(backends)(
    'loses nothing, records nothing twice and counts right, with the queues on %s: %i kills',
    async (backend, kills) => {
      const seed = Date.now() % 1_000_000;
      const { counts, violations } = await crash({ rounds: kills, seed, backend, every: kills });
      console.info(`crash --rounds ${kills} --seed ${seed} --backend ${backend}: ${JSON.stringify(counts)}`);
      expect({ seed, violations }).toEqual({ seed, violations: [] });
      expect(counts['kills']).toBeGreaterThanOrEqual(kills);
      expect(counts['acknowledged']).toBeGreaterThan(kills); // or else there would be little to lose
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
