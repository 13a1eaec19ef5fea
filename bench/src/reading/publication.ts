import { Figures } from '@casetrail/readmodel';
import type { Benchmark } from '../benchmark.ts';
import { secondsOf } from '../load/timed.ts';
import type { City } from '../stage/city.ts';

const THE_PAPER = '2020-04-08' as Parameters<Figures['publication']>[1];
const named = (copies: number) => `×${copies}`;

/** What a request to compute a publication waits for. */
export const publication: Benchmark = {
  name: 'publication',
  what: 'Reads all that a publication freezes: the paper on its day, and for each of its 43 figures every unit that it counts, every event behind each, and the root of the tree over these events. In one snapshot.',
  isLong: true,
  targets: () => [],
  open: async (stage) => {
    const cities: City[] = [];
    for (const copies of stage.sizes) cities.push(await stage.city(copies));
    return {
      variants: Object.fromEntries(
        cities.map(({ copies, database }) => {
          const figures = new Figures(database.pool('api', 1));
          const read = async () => figures.publication({ asOf: THE_PAPER, position: await figures.checkpoint() }, THE_PAPER);
          return [named(copies), async () => ({ seconds: await secondsOf(read) })];
        }),
      ),
      close: async () => void (await Promise.all(cities.map(({ database }) => database.leave()))),
    };
  },
};
