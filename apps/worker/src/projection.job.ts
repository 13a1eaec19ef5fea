import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { projectFigures, projectViews } from '@casetrail/readmodel';
import type { Logger, Queues } from '@casetrail/runtime';
import { Projector } from './projector.ts';
import { LOGGER, POOL, QUEUES } from './tokens.ts';

/** How long a lost wake-up can go unnoticed, in milliseconds. */
const LOOK_AGAIN = 1000;

/**
 * Keeps the read models up to date. A wake-up says only which projector should look; what there is to do stands in the ledger. So the projectors
 * look by themselves too, again and again: the queue may lose what it holds, or be away. Several workers may run: the checkpoint's lock lets one
 * at a time move a read model on.
 */
@Injectable()
export class ProjectionJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #projectors: readonly Projector[];
  readonly #queues: Queues;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #worker: { close(): Promise<void> } | undefined;

  constructor(@Inject(POOL) pool: Pool, @Inject(QUEUES) queues: Queues, @Inject(LOGGER) log: Logger) {
    this.#projectors = [
      new Projector('figures', (batch) => projectFigures(pool, batch), log),
      new Projector('views', (batch) => projectViews(pool, batch), log),
    ];
    this.#queues = queues;
    this.#log = log;
  }

  async onApplicationBootstrap(): Promise<void> {
    const look = () => void this.#projectors.forEach((projector) => projector.look());
    this.#timer = setInterval(look, LOOK_AGAIN);
    look();
    this.#worker = await this.#queues.openWorker('projectors', (name) => this.wake(name), { concurrency: this.#projectors.length });
    this.#log.info({ backend: this.#queues.backend, projectors: this.#projectors.map(({ name }) => name) }, 'projecting');
  }

  /** Lets one projector look. */
  async wake(name: string): Promise<void> {
    const projector = this.#projectors.find((one) => one.name === name);
    if (!projector) throw new Error(`There is no projector ${name}`);
    await projector.look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#projectors.map((projector) => projector.stop()));
    await this.#worker?.close();
  }
}
