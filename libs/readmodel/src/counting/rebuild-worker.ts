import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { type Task, runTask } from './rebuild-tasks.ts';

/** A thread of a rebuild: takes tasks one by one, on a connection of its own. */
const { connection, schema } = workerData as { readonly connection: pg.ClientConfig; readonly schema: string };
const db = new pg.Client(connection);
const connected = db.connect();

parentPort?.on('message', (task: Task | 'end') => {
  void (async () => {
    await connected;
    if (task === 'end') {
      await db.end();
      parentPort?.close();
    } else parentPort?.postMessage(await runTask(db, schema, task));
  })();
});
