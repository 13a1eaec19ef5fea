import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { ProjectorName } from '@casetrail/domain';
import { checkpointOf, projectFigures, projectViews, tellRunning, tellStopped } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';
import type { Queues } from '@casetrail/runtime/queues';
import { type Projected, Projector } from './projector.ts';
import { LOGGER, POOL, QUEUES } from './tokens.ts';

/** How long a lost wake-up can go unnoticed, in milliseconds. */
const LOOK_AGAIN = 1000;
/** How long the queue may take to close, in milliseconds. */
const CLOSE_WITHIN = 1000;

const projectorOf = (name: ProjectorName, project: Projected['project'], pool: Pool, log: Logger) =>
  new Projector(
    name,
    {
      project,
      checkpoint: () => checkpointOf(name, pool),
      tellRunning: () => tellRunning(name, pool),
      tellStopped: (stop, checkpoint) => tellStopped(name, stop, checkpoint, pool),
    },
    log,
  );

/**
 * Keeps the read models up to date. A wake-up says only that they should look; what there is to do stands in the ledger. So the projectors
 * look by themselves too, again and again: the queue may lose what it holds, or be away. Several workers may run: the checkpoint's lock lets one
 * at a time move a read model on.
 */
@Injectable()
export class ProjectionJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #projectors: readonly [figures: Projector, ...others: Projector[]];
  readonly #queues: Queues;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #opening: Promise<{ close(): Promise<void> }> | undefined;

  constructor(@Inject(POOL) pool: Pool, @Inject(QUEUES) queues: Queues, @Inject(LOGGER) log: Logger) {
    this.#projectors = [
      projectorOf('figures', (batch) => projectFigures(pool, batch), pool, log),
      projectorOf('views', (batch) => projectViews(pool, batch), pool, log),
    ];
    this.#queues = queues;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    const look = () => void this.#projectors.forEach((projector) => projector.look());
    this.#timer = setInterval(look, LOOK_AGAIN);
    look();
    this.#opening = this.#openWorker(); // not waited for: the projectors do not need it
  }

  /** Resolves when wake-ups are taken, and that is not before there is a Redis. Rejects when they never will be. */
  async takesWakeUps(): Promise<void> {
    await this.#opening;
  }

  async #openWorker(): Promise<{ close(): Promise<void> }> {
    const worker = await this.#queues.openWorker('projectors', () => this.wake(), { concurrency: 1 });
    this.#log.info({ backend: this.#queues.backend, projectors: this.#projectors.map(({ name }) => name) }, 'projecting');
    return worker;
  }

  /** Lets all of them look, the figures first: whoever has acted waits for them. What is woken before they are done is one more look, after it. */
  async wake(): Promise<void> {
    const [figures, ...others] = this.#projectors;
    await figures.look();
    for (const other of others) void other.look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#projectors.map((projector) => projector.stop()));
    // Where Redis has died, BullMQ would wait until it is back. Nothing is under way any more, and what is still open ends with the process.
    await Promise.race([this.#opening?.then((worker) => worker.close()), setTimeout(CLOSE_WITHIN)]);
  }
}
