import { Figures, projectFigures } from '@casetrail/readmodel';
import type { Benchmark, Measured } from '../benchmark.ts';
import { secondsOf } from '../load/timed.ts';
import { copied, eventsUpTo } from '../stage/copying.ts';

const BATCHES = [5000, 500];
const inBatches = (size: number) => `in batches of ${size.toLocaleString('en')}`;
const EMPTY = `truncate counting.trace, counting.link, counting.fact, counting.cube, counting.days; update counting.checkpoint set position = 0, rules = ''`;

/** The figures follow the ledger of one city from its first event on, as a worker does that was away. */
export const catchUp: Benchmark = {
  name: 'catch-up',
  what: 'Counts the events of one demo city from the first one on, batch by batch, each in a transaction with its checkpoint; against COPY of the same events to a client that throws them away. Events per second.',
  isLong: true,
  isQuick: true,
  targets: () => [
    { of: inBatches(5000), metric: 'rate', against: 'COPY', atLeast: 0.15 },
    { of: inBatches(500), metric: 'rate', against: 'COPY', atLeast: 0.1 },
  ],
  open: async (stage) => {
    const city = await stage.city(1);
    const database = await stage.copyOf(city.database);
    const [owner, worker] = [database.pool('owner'), database.pool('worker', 1)];
    const figures = new Figures(database.pool('api', 1));
    const events = Math.min(city.events, stage.scale.events);
    const perSecond = (seconds: number): Measured => ({ rate: events / seconds });
    const counted = (size: number) => async () => {
      await owner.query(EMPTY);
      return perSecond(
        await secondsOf(async () => {
          while ((await figures.checkpoint()) < events) await projectFigures(worker, size);
        }),
      );
    };
    return {
      variants: {
        ...Object.fromEntries(BATCHES.map((size) => [inBatches(size), counted(size)])),
        COPY: async () => perSecond(await secondsOf(() => copied(owner, eventsUpTo(events)))),
      },
      notes: () => [`${events.toLocaleString('en')} events.`],
      close: database.drop,
    };
  },
};
