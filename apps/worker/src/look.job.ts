import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Ledger } from '@casetrail/ledger';
import { type Anchor, type Logger, LookAnchoring, LooksDiffer, anchorsIn } from '@casetrail/runtime';
import { ANCHOR_LOOKS_EVERY, LEDGER, LOGGER, POOL } from './tokens.ts';

/** How often it is seen whether it is time, in milliseconds. */
const LOOK_EVERY = 60_000;
/** What is left to be done when the process is to end must not keep it, in milliseconds. */
const LAST_WITHIN = 5000;
/** How often a trouble that lasts is told again, in milliseconds. */
const REMIND_AFTER = 3_600_000;

/**
 * Anchors what was looked at in the ledger, once an hour and when the process ends, so that the ledger's seal covers it. Several workers may do so: they record the
 * same, or one of them more than the other. Where there is nothing new, nothing is recorded.
 */
@Injectable()
export class LookJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #ledger: Ledger;
  readonly #anchoring: LookAnchoring;
  readonly #every: number;
  readonly #log: Logger;
  #newest: Anchor | undefined;
  #timer: NodeJS.Timeout | undefined;
  #run: Promise<void> | undefined;
  #trouble: { readonly message: string; readonly toldAt: number } | undefined;

  /** @param ledger with the rights of the api: a worker alone may not append to it */
  constructor(@Inject(POOL) pool: Pool, @Inject(LEDGER) ledger: Ledger, @Inject(ANCHOR_LOOKS_EVERY) every: number, @Inject(LOGGER) log: Logger) {
    this.#ledger = ledger;
    this.#anchoring = new LookAnchoring(pool, ledger);
    this.#every = every;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), Math.min(this.#every, LOOK_EVERY));
    void this.look();
  }

  /** Anchors where it is time; a run that is under way is not joined by another one. Never rejects. */
  look(): Promise<void> {
    this.#run ??= this.#anchorWhereDue().finally(() => (this.#run = undefined));
    return this.#run;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#run;
    await this.#anchor(AbortSignal.timeout(LAST_WITHIN)).catch((error: Error) => this.#tell(error));
  }

  async #anchorWhereDue(): Promise<void> {
    try {
      this.#newest ??= (await anchorsIn(this.#ledger)).at(-1);
      if (this.#newest && Date.now() - Date.parse(this.#newest.recordedAt) < this.#every) return;
      await this.#anchor();
      this.#trouble = undefined;
    } catch (error) {
      this.#tell(error as Error);
    }
  }

  async #anchor(signal?: AbortSignal): Promise<void> {
    const anchor = await this.#anchoring.anchor(signal);
    if (anchor && anchor.position !== this.#newest?.position) this.#log.info({ size: anchor.size, position: anchor.position }, 'looks are anchored');
    this.#newest = anchor;
  }

  #tell(error: Error): void {
    if (this.#trouble?.message === error.message && Date.now() - this.#trouble.toldAt < REMIND_AFTER) return;
    this.#trouble = { message: error.message, toldAt: Date.now() };
    this.#log.error(
      { err: error },
      error instanceof LooksDiffer
        ? 'the looks are not those that were anchored: none are until somebody has found out why'
        : 'looks could not be anchored; it is tried again',
    );
  }
}
