import { runProgram } from '@casetrail/campaigns/processes';
import { modelNames } from '@casetrail/readmodel';
import type { Benchmark, Measured, Target } from '../benchmark.ts';
import { secondsOf } from '../load/timed.ts';
import type { City } from '../stage/city.ts';
import { copied, eventsUpTo } from '../stage/copying.ts';

const MOST_MEMORY = 600;
const named = (what: string, copies: number) => `${what} ×${copies}`;

function targetsAt(cities: number): Target[] {
  const [everything, figures] = ['everything', 'figures'].map((what) => named(what, cities)) as [string, string];
  const copy = named('COPY', cities);
  return [
    { of: everything, metric: 'rate', against: copy, atLeast: 0.5 },
    { of: figures, metric: 'rate', against: copy, atLeast: 0.5 },
    { of: everything, metric: 'memory', atMost: MOST_MEMORY },
    ...(cities > 1 ? [{ of: everything, metric: 'rate', against: named('everything', 1), atLeast: 0.8 } as const] : []),
  ];
}

/** Everything that can be thrown away, made again from the ledger. */
export const rebuild: Benchmark = {
  name: 'rebuild',
  what: 'Builds the read models anew beside those that serve, in a process with two threads: all of them, and the figures alone; against COPY of the same events to a client that throws them away. Events of the ledger per second; the most memory that the process has taken.',
  isLong: true,
  isQuick: true,
  targets: ({ scale }) => targetsAt(scale.cities),
  open: async (stage) => {
    const cities: City[] = [];
    for (const copies of stage.sizes) cities.push(await stage.city(copies));
    return {
      variants: Object.fromEntries(
        cities.flatMap((city) => [
          [named('everything', city.copies), () => rebuilt(city, modelNames)],
          [named('figures', city.copies), () => rebuilt(city, ['figures'])],
          [named('COPY', city.copies), () => copiedOnce(city)],
        ]),
      ),
      notes: () => [cities.map(({ copies, events }) => `×${copies}: ${events.toLocaleString('en')} events`).join('; ')],
    };
  },
};

async function rebuilt({ database, events }: City, models: readonly string[]): Promise<Measured> {
  const said = await runProgram('bench/dist/counting/rebuild-process.js', [database.url, ...models], {});
  const { seconds, memory } = JSON.parse(said) as { seconds: number; memory: number };
  return { rate: events / seconds, seconds, memory };
}

async function copiedOnce({ database, events }: City): Promise<Measured> {
  const seconds = await secondsOf(() => copied(database.pool('owner'), eventsUpTo(events)));
  await database.leave();
  return { rate: events / seconds, seconds };
}
