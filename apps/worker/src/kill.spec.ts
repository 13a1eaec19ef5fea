import { setTimeout } from 'node:timers/promises';
import { type CivilDate, dateOf, dayOf } from '@casetrail/domain';
import { importCommands } from '@casetrail/ledger';
import { type Backend, onEachBackend } from './testing/backends.ts';
import { playedCity } from './testing/played-city.ts';
import { SETTING_UP, Site } from './testing/site.ts';
import type { WorkerProcess } from './testing/worker-process.ts';

/** On Redis half as many: what is killed in the middle is a transaction in PostgreSQL, whatever woke the worker. */
const killsOn = (backend: Backend) => Math.ceil(Number(process.env['WORKER_KILLS'] ?? 16) / (backend === 'Redis' ? 2 : 1));
const ACTS = 20;
/** Milliseconds: about as long as a batch takes. */
const LATER = 40;

onEachBackend((backend) => {
  let site: Site;
  let played = 0;
  const kills = killsOn(backend);
  beforeAll(async () => void (site = await Site.prepare(backend, 2)), SETTING_UP);
  afterAll(() => site.clear());

  const play = async (acts: number) => importCommands(site.ledger, playedCity(played + acts).slice(played, (played += acts)));

  /** Appends until a worker is seen in the middle of a batch. */
  async function keepBusy(worker: WorkerProcess): Promise<void> {
    while (worker.isRunning) {
      await play(ACTS);
      for (let looks = 0; looks < 40; looks++)
        if (await site.isProjecting(worker)) return;
        else await setTimeout(5);
    }
  }

  it(
    `a worker that is killed ${kills} times loses nothing and counts nothing twice`,
    async () => {
      await site.wakeOnAppend();
      await play(400);
      let inBatch = 0;
      let next = site.spawn();
      for (let kill = 0; kill < kills; kill++) {
        const worker = next;
        next = site.spawn(); // it starts while the other one works: starting takes longest
        await keepBusy(worker);
        await setTimeout(Math.random() * LATER); // at any instruction
        if (await site.isProjecting(worker)) inBatch++;
        expect([await worker.kill(), worker.complaints]).toEqual(['SIGKILL', '']);
      }
      await site.caughtUp();
      console.info(`Queues on ${backend}: ${inBatch} of ${kills} kills hit a worker in the middle of a batch; ${(await site.ledger.head()).position} events.`);
      const last = playedCity(played).at(-1)?.recordedAt.slice(0, 10) as CivilDate;
      await site.proveRight([last, dateOf(dayOf(last) - 20)]);
    },
    20_000 + kills * 10_000,
  );
});
