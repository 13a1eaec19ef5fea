import type { Benchmark, Measured } from '../benchmark.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { Stage } from '../stage/stage.ts';
import { roundsOf } from './append.ts';
import { casetrail } from './stores.ts';
import { stories } from './stories.ts';

const AT_ONCE = 32;
const story = stories['new-1'];
const options = { story, connections: AT_ONCE };
/** As much as a busy day. */
const GROWN = 20_000;

/** Plans are made when a statement is first run, and the tables may be empty then. */
export const freshTables: Benchmark = {
  name: 'append-on-fresh-tables',
  what: 'Executes commands of 32 clients at once that begin a case each: in a database of this moment that nobody has analysed; in one that was analysed while it was empty; in one that was analysed when it held 20,000 events. Every round has new databases and connections.',
  targets: () => [
    { of: 'fresh', metric: 'rate', against: 'analysed', atLeast: 0.8 },
    { of: 'analysed while empty', metric: 'rate', against: 'analysed', atLeast: 0.8 },
  ],
  open: async (stage) => ({
    variants: {
      fresh: () => measuredOn(stage, {}),
      'analysed while empty': () => measuredOn(stage, { isAnalysed: true }),
      analysed: () => measuredOn(stage, { isAnalysed: true, grown: GROWN }),
    },
  }),
};

async function measuredOn(stage: Stage, { isAnalysed = false, grown = 0 }): Promise<Measured> {
  const database = await stage.database();
  const store = await casetrail(stage, options, database);
  try {
    if (grown > 0) {
      await store.prepare(grown);
      await closedLoop({ atOnce: AT_ONCE, seconds: Infinity, most: grown }, store.write);
    }
    if (isAnalysed) await database.pool('owner', 1).query('vacuum (analyze)');
    return await roundsOf(store, AT_ONCE, stage.scale.seconds)();
  } finally {
    await store.close();
  }
}

/** A ledger does not get slower. */
export const grownLedger: Benchmark = {
  name: 'append-after-ten-million',
  what: 'Executes commands of 32 clients at once that begin a case each, on an empty ledger and on one that holds more than ten million events.',
  isHuge: true,
  targets: () => [{ of: 'grown', metric: 'rate', against: 'empty', atLeast: 0.8 }],
  open: async (stage) => {
    const city = await stage.city(stage.scale.cities);
    const empty = await casetrail(stage, options);
    const grown = await casetrail(stage, options, city.database);
    return {
      variants: { empty: roundsOf(empty, AT_ONCE, stage.scale.seconds), grown: roundsOf(grown, AT_ONCE, stage.scale.seconds) },
      notes: () => [`${city.events.toLocaleString('en')} events and more.`],
      close: async () => {
        await empty.close();
        await city.database.leave();
      },
    };
  },
};
