import type { ProjectorName } from '@casetrail/domain';
import { type Stop, isOfAnEvent, stopBy } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';

const BATCH = 5000;
/** How often a trouble that lasts is told again, in milliseconds. */
const REMIND_AFTER = 60_000;

/** The read model that a projector keeps up to date, and where it says how it goes. */
export type Projected = {
  /** Takes the next batch of positions from the checkpoint and commits rows and checkpoint together; false when there is nothing to take. */
  readonly project: (batch: number) => Promise<boolean>;
  readonly checkpoint: () => Promise<number>;
  /** False where it has not got past what it had stopped before. */
  readonly tellRunning: () => Promise<boolean>;
  readonly tellStopped: (stop: Stop, checkpoint: number) => Promise<void>;
};

/** Brings one read model to the end of the ledger whenever somebody asks, one run at a time. A run that fails is told of, and tried again when asked again. */
export class Projector {
  readonly name: ProjectorName;
  readonly #projected: Projected;
  readonly #log: Logger;
  #run: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopping = false;
  #isBlocked = false;
  /** Another process may have said before that this projector has stopped. */
  #isToldRunning = false;
  #trouble: { readonly message: string; readonly toldAt: number } | undefined;

  constructor(name: ProjectorName, projected: Projected, log: Logger) {
    this.name = name;
    this.#projected = projected;
    this.#log = log;
  }

  /** Resolves when the run is over that answers this call: it may be under way already, and then looks once more. Never rejects. */
  look(): Promise<void> {
    this.#isAskedAgain = true;
    this.#run ??= this.#catchUp();
    return this.#run;
  }

  /** Lets the batch under way finish, and takes no other one. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#run;
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#isAskedAgain && !this.#isStopping) {
        this.#isAskedAgain = false;
        await this.#goToTheEnd();
        this.#isToldRunning ||= await this.#projected.tellRunning();
      }
      if (this.#trouble) this.#log.info({ projector: this.name }, 'projecting again');
      this.#trouble = undefined;
    } catch (error) {
      await this.#tell(error as Error);
    } finally {
      this.#run = undefined;
    }
  }

  /**
   * A batch with an event that cannot be projected is taken event by event: whatever is before that event is there, and nothing is behind it. Once it is
   * past, batches are large again.
   */
  async #goToTheEnd(): Promise<void> {
    let oneByOne = this.#isBlocked ? 1 : 0;
    this.#isBlocked = false;
    while (!this.#isStopping)
      try {
        if (!(await this.#projected.project(oneByOne > 0 ? 1 : BATCH))) return;
        if (oneByOne > 0) oneByOne--;
      } catch (error) {
        this.#isBlocked = isOfAnEvent(error);
        if (oneByOne > 0 || !this.#isBlocked) throw error;
        oneByOne = BATCH;
      }
  }

  async #tell(error: Error): Promise<void> {
    const stop = await this.#tellStopped(error).catch(() => undefined); // the database may be away: the log is not
    if (this.#trouble?.message === error.message && Date.now() - this.#trouble.toldAt < REMIND_AFTER) return;
    this.#trouble = { message: error.message, toldAt: Date.now() };
    this.#log.error({ err: error, projector: this.name, position: stop?.position }, 'projecting has stopped; it is tried again and again');
  }

  /** At every attempt: whoever waits for the next one sees that there was one. */
  async #tellStopped(error: Error): Promise<Stop | undefined> {
    const checkpoint = await this.#projected.checkpoint();
    const stop = stopBy(error, checkpoint);
    if (!stop) return undefined;
    this.#isToldRunning = false;
    await this.#projected.tellStopped(stop, checkpoint);
    return stop;
  }
}
