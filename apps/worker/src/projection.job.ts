import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { projectFigures, projectViews } from '@casetrail/readmodel';
import type { Logger, Queues, WakeUps } from '@casetrail/runtime';
import { LOGGER, POOL, QUEUES } from './tokens.ts';

const BATCH = 5000;
/** How long a lost wake-up can go unnoticed, in milliseconds. */
const LOOK_AGAIN = 1000;

/** Each projector takes the next batch from its own checkpoint and commits rows and checkpoint together; false when there is nothing to take. */
export const projectors: Readonly<Record<string, (pool: Pool, batch: number) => Promise<boolean>>> = { figures: projectFigures, views: projectViews };

/**
 * Keeps the read models up to date. A wake-up says only which projector should look; what there is to do stands in the ledger. Several
 * workers may run: the checkpoint's lock lets one at a time move a projector on.
 */
@Injectable()
export class ProjectionJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #queues: Queues;
  readonly #log: Logger;
  #wakeUps: WakeUps | undefined;
  #worker: { close(): Promise<void> } | undefined;
  #isStopping = false;

  constructor(@Inject(POOL) pool: Pool, @Inject(QUEUES) queues: Queues, @Inject(LOGGER) log: Logger) {
    this.#pool = pool;
    this.#queues = queues;
    this.#log = log;
  }

  async onApplicationBootstrap(): Promise<void> {
    const names = Object.keys(projectors);
    this.#worker = await this.#queues.openWorker('projectors', (name) => this.catchUp(name), { concurrency: names.length });
    this.#wakeUps = this.#queues.openQueue('projectors');
    for (const name of names) {
      await this.#wakeUps.wakeEvery(name, LOOK_AGAIN);
      this.#wakeUps.wake(name);
    }
    this.#log.info({ backend: this.#queues.backend, projectors: names }, 'projecting');
  }

  /** Moves one projector to the end of the ledger, or until the process stops. */
  async catchUp(name: string): Promise<void> {
    const project = projectors[name];
    if (!project) throw new Error(`There is no projector ${name}`);
    while (!this.#isStopping && (await project(this.#pool, BATCH)));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    await this.#worker?.close();
    await this.#wakeUps?.close();
  }
}
