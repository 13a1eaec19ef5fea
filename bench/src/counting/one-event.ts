import { Ledger, execute } from '@casetrail/ledger';
import { deskTime } from '@casetrail/ledger/testing';
import { copyOf } from '@casetrail/demo-city';
import { projectFigures } from '@casetrail/readmodel';
import { detained } from '../append/stories.ts';
import type { Benchmark, Measured } from '../benchmark.ts';
import { inTurns, latencies } from '../load/closed-loop.ts';
import type { City } from '../stage/city.ts';

const PROBES = 100;
const AT_ONCE = 16;
const named = (copies: number) => `×${copies}`;

/** What one event costs when the figures stand right before it. */
export const oneEvent: Benchmark = {
  name: 'one-event',
  what: 'Counts one event, the detention of a suspect, in a ledger of some demo cities whose figures stand right before it: the transaction of the projector, without the append.',
  isQuick: true,
  targets: ({ scale }) => [
    { of: named(scale.cities), metric: 'p50', atMost: 2 },
    ...(scale.cities > 1 ? [{ of: named(scale.cities), metric: 'p50', against: named(1), atMost: 1.25 } as const] : []),
  ],
  open: async (stage) => {
    const cities: City[] = [];
    for (const copies of stage.sizes) cities.push(await stage.city(copies));
    return {
      variants: Object.fromEntries(cities.map((city) => [named(city.copies), () => probed(city)])),
      close: async () => void (await Promise.all(cities.map(({ database }) => database.leave()))),
    };
  },
};

async function probed({ database }: City): Promise<Measured> {
  const [ledger, worker] = [new Ledger(database.pool('api')), database.pool('worker', 1)];
  const first = database.freshCopies(PROBES);
  await inTurns(PROBES, AT_ONCE, async (no) => {
    for (const command of detained.before) await execute(ledger, copyOf(command, first + no), deskTime);
  });
  while (await projectFigures(worker, 5000));
  const times: number[] = [];
  for (let no = 0; no < PROBES; no++) {
    await execute(ledger, copyOf(detained.command, first + no), deskTime);
    const from = performance.now();
    await projectFigures(worker, 500);
    times.push(performance.now() - from);
  }
  await database.leave();
  return latencies(times);
}
