import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Begun, type ModelName, type Plan, beginRebuild, isPieceOf, stepOf, versions } from '@casetrail/readmodel';
import type { Flows } from '@casetrail/runtime/queues';
import { configuration, withPool } from './database.ts';
import { Progress } from './progress.ts';

const LOOK_EVERY = 250; // milliseconds
/** After so many looks without a task done, a word is said; after so many without one queued, the rebuild has stopped. */
const LOOKS_UNTIL_HINT = 40;
const LOOKS_UNTIL_HALTED = 12;

/** Lets the workers build the next versions and watches them; false where Ctrl-C ended the watching, and the workers go on. */
export async function rebuildByWorkers(names: readonly ModelName[]): Promise<boolean> {
  const troubles: string[] = [];
  const { openQueues } = await import('@casetrail/runtime/queues');
  const flows = openQueues(configuration(), 'worker', (error) => troubles.push(error.message)).openFlows('rebuild');
  try {
    return await withPool('owner', async (pool) => {
      const queued = await pending(flows, troubles);
      const begun = await beginRebuild(pool, names, (rebuild) => queued.some((id) => isPieceOf(rebuild, id)));
      for (const one of begun) {
        const step = await stepOf(pool, one);
        if (step) await flows.start(step.last, step.before);
      }
      return await watched(pool, flows, begun);
    });
  } finally {
    await flows.close();
  }
}

async function pending(flows: Flows, troubles: readonly string[]): Promise<readonly string[]> {
  try {
    return await flows.pending();
  } catch (error) {
    throw new Error(`The queue cannot be reached: ${troubles[0] ?? (error as Error).message}`, { cause: error });
  }
}

async function watched(pool: Pool, flows: Flows, begun: readonly Begun[]): Promise<boolean> {
  const interrupted = once(process, 'SIGINT').then(() => 'interrupted' as const);
  let bar: Progress | undefined;
  let looksInVain = 0;
  let looksUnqueued = 0;
  for (let before = -1; ;) {
    const queued = await flows.pending();
    const plans = await plansOf(pool, begun);
    const total = sum(plans, 'total');
    const done = sum(plans, 'done');
    bar ??= new Progress('by the workers', total);
    bar.update(done);
    if (plans.every(({ isFinished }) => isFinished)) {
      bar.done(`${total} tasks`);
      return true;
    }
    const halted = begun.find(({ rebuild }, i) => !plans[i]?.isFinished && !queued.some((id) => isPieceOf(rebuild, id)));
    looksUnqueued = halted ? looksUnqueued + 1 : 0;
    if (halted && looksUnqueued > LOOKS_UNTIL_HALTED)
      throw new Error(
        haltedBy(
          halted,
          plans.find(({ id }) => id === halted.rebuild),
        ),
      );
    looksInVain = done === before ? looksInVain + 1 : 0;
    if (looksInVain === LOOKS_UNTIL_HINT && done === 0) process.stderr.write('No worker has done a task yet. Is one running?\n');
    before = done;
    if ((await Promise.race([interrupted, wait(LOOK_EVERY)])) === 'interrupted') {
      process.stderr.write('\nThe workers go on. "casetrail rebuild status" shows how far they are, "casetrail rebuild cancel" ends it.\n');
      process.exitCode = 1;
      return false;
    }
  }
}

async function plansOf(pool: Pool, begun: readonly Begun[]): Promise<readonly Plan[]> {
  const found = await versions(
    pool,
    begun.map(({ model }) => model),
  );
  return begun.map(({ rebuild }) => {
    const plan = found.find((one) => one.plan?.id === rebuild)?.plan;
    if (!plan) throw new Error('The rebuild was cancelled.');
    return plan;
  });
}

const haltedBy = ({ model }: Begun, plan: Plan | undefined): string =>
  `The rebuild of the ${model} has stopped${plan?.troubles[0] ? `: ${plan.troubles[0]}` : ''}. "casetrail rebuild --version next" lets it go on where it was.`;

const sum = (plans: readonly Plan[], key: 'done' | 'total') => plans.reduce((n, { phases }) => phases.reduce((m, phase) => m + phase[key], n), 0);
