import { demoCityCommands } from '@casetrail/demo-city';
import { rebuildHere } from '@casetrail/readmodel';
import type pg from 'pg';
import { type Acts, cityActs } from '../loader/city-acts.ts';
import { loadLedger } from '../loader/load.ts';
import type { Database } from './databases.ts';
import type { Stage } from './stage.ts';

/** A ledger that holds so many demo cities, with its read models. */
export type City = { readonly copies: number; readonly events: number; readonly database: Database };

const SECOND = 1000;
const WORKERS = 2;
/** The same for ledgers of all sizes. */
let acts: Acts | undefined;

export async function foundCity(stage: Stage, copies: number): Promise<City> {
  const database = await stage.database();
  acts ??= cityActs(demoCityCommands().slice(0, stage.scale.acts));
  const started = performance.now();
  const events = await loadLedger(database.url, acts, { to: copies, say: (done) => stage.say(`  loading ×${copies}: ${done.toLocaleString('en')} events`) });
  const loaded = performance.now();
  const owner = database.pool('owner');
  await owner.query('vacuum (analyze)'); // as autovacuum would have done by the time a ledger is so large
  for (const model of ['figures', 'views'] as const)
    await rebuildHere({ connectionString: database.url }, [model], { workers: stage.scale.acts === undefined ? WORKERS : 0 });
  await owner.query('vacuum (analyze)');
  await dropPrevious(owner);
  await database.leave();
  const took = (from: number, to: number) => ((to - from) / SECOND).toFixed(1);
  stage.say(
    `×${copies}: ${events.toLocaleString('en')} events loaded in ${took(started, loaded)} s, read models built in ${took(loaded, performance.now())} s`,
  );
  return { copies, events, database };
}

/** The empty read models that served before. */
async function dropPrevious(owner: pg.Pool): Promise<void> {
  await owner.query('drop schema if exists counting_previous cascade; drop schema if exists views_previous cascade');
}
