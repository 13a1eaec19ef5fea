import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import type { Order } from './hands.ts';
import { modelOf } from './models.ts';
import { runTask } from './run-task.ts';

/** A thread of a rebuild: takes tasks one by one, on a connection of its own. */
const db = new pg.Client(workerData as pg.ClientConfig);
const connected = db.connect();

parentPort?.on('message', ({ model, rebuild, no }: Order) => {
  void connected
    .then(() => runTask(db, modelOf(model), rebuild, no))
    .then(
      () => parentPort?.postMessage({}),
      ({ name, message, position }: Error & { readonly position?: number }) => parentPort?.postMessage({ failure: { name, message, position } }),
    );
});
