import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { Ledger, SEALED_AT_ONCE, Seal, SealRefused, type Sealing, memoryIn, sealOnce, tellRefusal, withdrawRefusal } from '@casetrail/ledger';
import { type Config, type Logger, originOf, sealSigner } from '@casetrail/runtime';
import { LOGGER, POOL, SEAL_CONFIG } from './tokens.ts';

export type SealConfig = Pick<Config, 'seal' | 'isProduction'>;

/** In milliseconds: one checkpoint a second is often enough, so nobody has to wake this job. */
const LOOK_EVERY = 1000;
/** How often a trouble that lasts is told again, in milliseconds. */
const REMIND_AFTER = 60_000;

/**
 * Seals what is new in the ledger, once a second. Several workers may do so: a lock lets one at a time extend the tree, and each signs only what
 * continues what it signed itself. In production, one without a key leaves it to another machine.
 */
@Injectable()
export class SealJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #config: SealConfig;
  readonly #log: Logger;
  #sealing: Sealing | undefined;
  #timer: NodeJS.Timeout | undefined;
  #run: Promise<void> | undefined;
  #isStopping = false;
  #mayHaveRefused = true; // before it was stopped
  #trouble: { readonly message: string; readonly toldAt: number } | undefined;

  constructor(@Inject(POOL) pool: Pool, @Inject(SEAL_CONFIG) config: SealConfig, @Inject(LOGGER) log: Logger) {
    this.#pool = pool;
    this.#config = config;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY);
    void this.look();
  }

  /** Seals what is new; a run that is under way is not joined by another one. Never rejects. */
  look(): Promise<void> {
    this.#run ??= this.#seal().finally(() => (this.#run = undefined));
    return this.#run;
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#run;
  }

  async #seal(): Promise<void> {
    try {
      this.#sealing ??= await this.#open();
      if (!this.#sealing) return;
      while (!this.#isStopping && (await sealOnce(this.#pool, this.#sealing)).events === SEALED_AT_ONCE);
      if (this.#mayHaveRefused) await withdrawRefusal(this.#pool, hostname());
      this.#mayHaveRefused = false;
      if (this.#trouble) this.#log.info('sealing again');
      this.#trouble = undefined;
    } catch (error) {
      this.#tell(error as Error);
      if (error instanceof SealRefused) await this.#refuse(error).catch((trouble: Error) => this.#tell(trouble));
    }
  }

  /** A ledger without a first event has no name yet, and nothing to seal. */
  async #open(): Promise<Sealing | undefined> {
    const [first] = await new Ledger(this.#pool).read(0, 1);
    if (!first) return undefined;
    const { keyFile, stateFile } = this.#config.seal;
    const signer = sealSigner(this.#config, originOf((first.event.data as { city?: string }).city));
    if (!signer) {
      clearInterval(this.#timer);
      this.#log.warn({ keyFile }, 'there is no key here: this worker does not seal the ledger');
      return undefined;
    }
    const memory = memoryIn(stateFile);
    if ((await memory.recall()) === undefined && (await new Seal(this.#pool).checkpoint()))
      this.#log.warn({ stateFile }, 'what was signed here before is not known: the newest checkpoint in the database is taken for it');
    this.#log.info({ origin: signer.name, stateFile }, 'sealing');
    return { signer, memory };
  }

  async #refuse({ message }: SealRefused): Promise<void> {
    this.#mayHaveRefused = true;
    await tellRefusal(this.#pool, hostname(), message);
  }

  #tell(error: Error): void {
    if (this.#trouble?.message === error.message && Date.now() - this.#trouble.toldAt < REMIND_AFTER) return;
    this.#trouble = { message: error.message, toldAt: Date.now() };
    const said =
      error instanceof SealRefused ? 'the ledger is not sealed: it does not continue what was signed' : 'sealing has failed; it is tried again and again';
    this.#log.error({ err: error, ...(error instanceof SealRefused && { reason: error.reason }) }, said);
  }
}
