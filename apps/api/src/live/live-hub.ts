import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Answer } from '@casetrail/contracts';
import { Ledger, Seal } from '@casetrail/ledger';
import { Figures } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';
import { Problem } from '../http/problem.ts';
import { LOGGER } from '../tokens.ts';

export type LiveState = Answer<'LiveState'>;
type Listener = { readonly user: string; readonly tell: (state: LiveState) => void; readonly end: () => void };

const LOOKS_EVERY_MS = 1000;
const STREAMS_OF_A_USER = 6;

/**
 * Tells listeners when the ledger, the figures or the seal have moved. It looks at what the database says, so that it does not matter which process wrote or
 * counted; and it looks once for all of its listeners, and not at all when there are none.
 */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  readonly #listeners = new Set<Listener>();
  #last: LiveState | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly figures: Figures,
    private readonly seal: Seal,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** @throws Problem request/too-many where this user has as many streams as one may have */
  async listen(listener: Listener): Promise<() => void> {
    if ([...this.#listeners].filter(({ user }) => user === listener.user).length >= STREAMS_OF_A_USER)
      throw new Problem('request/too-many', `At most ${STREAMS_OF_A_USER} live streams of a user at a time. Close one of them.`, {
        headers: { 'retry-after': '15' },
      });
    this.#listeners.add(listener);
    try {
      const state = await this.#read();
      this.#last = state;
      listener.tell(state);
    } catch (error) {
      this.#listeners.delete(listener);
      throw error;
    }
    this.#timer ??= setInterval(() => void this.#look(), LOOKS_EVERY_MS).unref();
    return () => this.#leave(listener);
  }

  onModuleDestroy(): void {
    for (const { end } of [...this.#listeners]) end();
    clearInterval(this.#timer);
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    try {
      const state = await this.#read();
      if (JSON.stringify(state) === JSON.stringify(this.#last)) return;
      this.#last = state;
      for (const { tell } of this.#listeners) tell(state);
    } catch (error) {
      this.log.warn({ err: error }, 'the live streams could not be told anything');
    }
  }

  async #read(): Promise<LiveState> {
    const [countedTo, sealed] = [await this.figures.checkpoint(), await this.seal.checkpoint()];
    return { position: (await this.ledger.head()).position, countedTo, sealedTo: sealed?.size ?? 0 };
  }
}
