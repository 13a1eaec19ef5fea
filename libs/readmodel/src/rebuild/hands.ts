import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import type { ModelName } from './model.ts';
import { modelOf } from './models.ts';
import { runTask } from './run-task.ts';

export type Order = { readonly model: ModelName; readonly rebuild: string; readonly no: number };
/** Does tasks, one at a time. */
export type Hand = { readonly run: (order: Order) => Promise<void>; readonly dismiss: () => Promise<void> };

/** Does them in this thread, on a connection that somebody else closes. */
export const ownHand = (db: pg.ClientBase): Hand => ({
  run: ({ model, rebuild, no }) => runTask(db, modelOf(model), rebuild, no),
  dismiss: async () => undefined,
});

/** Does them in a thread, so that this one can go on with other things. Whoever dismisses it breaks off what it does. */
export function hireThread(connection: pg.ClientConfig): Hand {
  const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: connection, resourceLimits: { maxYoungGenerationSizeMb: 64 } });
  const ended = Promise.race([
    once(thread, 'error').then(([error]) => Promise.reject(error as Error)),
    once(thread, 'exit').then(() => Promise.reject(new Error('The thread of the rebuild was ended.'))),
  ]);
  ended.catch(() => undefined); // told to whoever waits for a result
  return {
    run: async (order) => {
      thread.postMessage(order);
      const [{ failure }] = (await Promise.race([once(thread, 'message'), ended])) as [{ readonly failure?: Pick<Error, 'name' | 'message'> }];
      if (failure) throw Object.assign(new Error(failure.message), failure);
    },
    dismiss: async () => void (await thread.terminate()),
  };
}

/** Gives the tasks to all hands; the first that fails ends it. */
export async function runAll(hands: readonly Hand[], orders: readonly Order[], onDone: (done: number) => void): Promise<void> {
  const todo = [...orders];
  let done = 0;
  await Promise.all(
    hands.map(async (hand) => {
      for (let order = todo.shift(); order; order = todo.shift()) {
        await hand.run(order);
        onDone(++done);
      }
    }),
  );
}
