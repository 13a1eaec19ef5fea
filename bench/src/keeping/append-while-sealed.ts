import { setTimeout } from 'node:timers/promises';
import { sealOnce } from '@casetrail/ledger';
import type { Pool } from 'pg';
import { roundsOf } from '../append/append.ts';
import { casetrail } from '../append/stores.ts';
import { stories } from '../append/stories.ts';
import type { Benchmark } from '../benchmark.ts';
import { sealing } from './keeping.ts';

const AT_ONCE = 32;
/** A round holds some checkpoints at least. */
const LONGER = 2;
const SEAL_EVERY = 1000;

export const appendWhileSealed: Benchmark = {
  name: 'append-while-sealed',
  what: 'Executes commands of 32 clients at once that begin a case each, with and without somebody who seals the ledger once a second, in this process.',
  targets: () => [{ of: 'sealed', metric: 'rate', against: 'alone', atLeast: 0.8 }],
  open: async (stage) => {
    const database = await stage.database();
    const store = await casetrail(stage, { story: stories['new-1'], connections: AT_ONCE }, database);
    const worker = database.pool('worker', 1);
    const alone = roundsOf(store, AT_ONCE, stage.scale.seconds * LONGER);
    return {
      variants: { alone, sealed: () => whileSealing(worker, alone) },
      close: store.close,
    };
  },
};

async function whileSealing<T>(worker: Pool, work: () => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const with_ = kept;
  const sealer = (async () => {
    while (!ended.signal.aborted) {
      await sealOnce(worker, with_);
      await setTimeout(SEAL_EVERY, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  try {
    return await work();
  } finally {
    ended.abort();
    await sealer;
  }
}
/** The same in all rounds: it continues what it has signed. */
const kept = sealing();
