import { setImmediate as immediate } from 'node:timers/promises';

type Waiting<Q, A> = { readonly question: Q; readonly settle: (answer: A) => void; readonly fail: (error: unknown) => void };

export type GatheringOptions<Q, A> = {
  /** Answers some questions together, one answer each, in their order. */
  readonly answer: (questions: readonly Q[]) => Promise<readonly A[]>;
  /** How many of those that have waited longest go together; at least one. */
  readonly fit: (questions: readonly Q[]) => number;
  /** How many gatherings may be under way at the same time. */
  readonly lanes: number;
};

/**
 * Asks the database together what was asked for separately: in one turn of the event loop, or while another gathering is under way. There is no timer, and who
 * comes alone waits for nobody. When a gathering fails, each of its questions is asked again alone: they must bear to be asked twice.
 */
export class Gathering<Q, A> {
  readonly #options: GatheringOptions<Q, A>;
  #waiting: Waiting<Q, A>[] = [];
  #underWay = 0;

  constructor(options: GatheringOptions<Q, A>) {
    this.#options = options;
  }

  ask(question: Q): Promise<A> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ question, settle, fail });
      void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    if (this.#underWay === this.#options.lanes) return;
    this.#underWay++;
    try {
      while (this.#waiting.length > 0) {
        await immediate(); // whoever asks in the same turn, as those do who were answered together, goes together
        const together = this.#waiting.splice(0, this.#options.fit(this.#waiting.map(({ question }) => question)));
        if (together.length > 0) await this.#answer(together);
      }
    } finally {
      this.#underWay--;
    }
  }

  async #answer(asked: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await this.#options.answer(asked.map(({ question }) => question));
      asked.forEach(({ settle }, i) => settle(answers[i] as A));
    } catch (error) {
      if (asked.length === 1) return asked[0]?.fail(error);
      for (const one of asked) await this.#answer([one]);
    }
  }
}
