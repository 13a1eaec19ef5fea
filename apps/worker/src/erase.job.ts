import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config, Logger } from '@casetrail/runtime';
import { DestroyedKeys, destroyAgain, destroyDue, sweepVault } from '@casetrail/vault';
import { ERASE_CONFIG, LOGGER, POOL } from './tokens.ts';

export type EraseConfig = Pick<Config, 'vault'>;

/** In milliseconds: the api destroys a key at once; this is for where it could not. */
const LOOK_EVERY = 10_000;

/**
 * Destroys the keys that the ledger has decided to destroy and that are still there. What there is to do stands in the ledger: running it twice, late or in
 * several workers does no harm. At the start it also destroys again what came back with a backup. And it sweeps away what was entered for an act that no event tells of.
 */
@Injectable()
export class EraseJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #list: DestroyedKeys;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #run: Promise<void> | undefined;
  #hasBegun = false;

  constructor(@Inject(POOL) pool: Pool, @Inject(ERASE_CONFIG) { vault }: EraseConfig, @Inject(LOGGER) log: Logger) {
    this.#pool = pool;
    this.#list = new DestroyedKeys(vault.destroyedKeysFile);
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY);
    void this.look();
  }

  /** Destroys what is due; a run that is under way is not joined by another one. Never rejects. */
  look(): Promise<void> {
    this.#run ??= this.#erase().finally(() => (this.#run = undefined));
    return this.#run;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#run;
  }

  async #erase(): Promise<void> {
    try {
      const persons = await (this.#hasBegun ? destroyDue : destroyAgain)(this.#pool, this.#list);
      this.#hasBegun = true;
      if (persons.length > 0) this.#log.warn({ persons }, 'keys that were to be destroyed are destroyed');
      await sweepVault(this.#pool);
    } catch (error) {
      this.#log.error({ err: error }, 'keys that are to be destroyed, or what no event names, may still be there; it is tried again and again');
    }
  }
}
