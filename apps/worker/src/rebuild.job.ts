import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientConfig, Pool } from 'pg';
import {
  type Hand,
  type Order,
  NotCountable,
  NotProjectable,
  RebuildGone,
  hireThread,
  missingAfter,
  readPiece,
  reportTrouble,
  stepOf,
} from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';
import { type Flows, Hopeless, type Queues } from '@casetrail/runtime/queues';
import { CONNECTION, LOGGER, POOL, QUEUES } from './tokens.ts';

/** How long a thread waits for more to do, in milliseconds: it holds memory. */
const IDLE = 10_000;
/** How long the queue may take to close, in milliseconds. */
const CLOSE_WITHIN = 1000;
const hopeless: readonly string[] = [NotCountable.name, NotProjectable.name];

/**
 * Fills the next version of a read model, task by task, beside the one that serves and is kept up to date all the time. The queue says only which task; what it
 * is, and whether it is done, stands in the plan beside the tables. Tasks run in a thread, so that projectors and locks are not kept waiting.
 */
@Injectable()
export class RebuildJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #queues: Queues;
  readonly #log: Logger;
  readonly #connection: ClientConfig;
  #hand: Hand | undefined;
  #idle: NodeJS.Timeout | undefined;
  #flows: Flows | undefined;
  #isStopping = false;
  #opening: Promise<{ close(): Promise<void> }> | undefined;

  constructor(@Inject(POOL) pool: Pool, @Inject(QUEUES) queues: Queues, @Inject(LOGGER) log: Logger, @Inject(CONNECTION) connection: ClientConfig) {
    this.#pool = pool;
    this.#queues = queues;
    this.#log = log;
    this.#connection = connection;
  }

  onApplicationBootstrap(): void {
    this.#opening = this.#queues.openWorker('rebuild', (id) => this.take(id), { concurrency: 1 });
  }

  /** Resolves when tasks are taken. Rejects when they never will be. */
  async takesTasks(): Promise<void> {
    await this.#opening;
  }

  /** Does one piece of a rebuild. What belongs to one that is gone is done with. */
  async take(id: string): Promise<void> {
    const piece = readPiece(id);
    clearTimeout(this.#idle);
    try {
      if ('no' in piece) return await this.#do(piece);
      for (const no of await missingAfter(this.#pool, piece, piece.after)) await this.#do({ ...piece, no });
      const next = await stepOf(this.#pool, piece);
      if (!next) return this.#log.info({ rebuild: piece.rebuild, model: piece.model }, 'rebuilt');
      this.#flows ??= this.#queues.openFlows('rebuild');
      await this.#flows.start(next.last, next.before);
    } catch (error) {
      if ((error as Error).name !== RebuildGone.name) throw error;
    } finally {
      this.#idle = setTimeout(() => void this.#dismiss(), IDLE).unref();
    }
  }

  async #do({ model, rebuild, no }: Order): Promise<void> {
    this.#hand ??= hireThread(this.#connection);
    try {
      await this.#hand.run({ model, rebuild, no });
      this.#log.info({ rebuild, model, task: no }, 'a task of a rebuild is done');
    } catch (error) {
      const { name, message } = error as Error;
      if (name === RebuildGone.name) throw error;
      await this.#dismiss();
      if (this.#isStopping) throw error;
      await reportTrouble(this.#pool, { model, rebuild, no }, message).catch(() => undefined); // the error below tells more
      throw hopeless.includes(name) ? new Hopeless(message) : error;
    }
  }

  async #dismiss(): Promise<void> {
    const hand = this.#hand;
    this.#hand = undefined;
    await hand?.dismiss();
  }

  /** What is under way is broken off: nothing of it was committed, and another worker takes it. */
  async onApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#idle);
    await this.#dismiss();
    await Promise.race([this.#opening?.then((worker) => worker.close()), wait(CLOSE_WITHIN)]);
    await this.#flows?.close();
  }
}
