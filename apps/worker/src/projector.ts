import { NotCountable, NotProjectable } from '@casetrail/readmodel';
import type { Logger } from '@casetrail/runtime';

const BATCH = 5000;
/** How often a trouble that lasts is told again, in milliseconds. */
const REMIND_AFTER = 60_000;

/** Takes the next batch of positions from the projector's own checkpoint and commits rows and checkpoint together; false when there is nothing to take. */
export type Project = (batch: number) => Promise<boolean>;

/** Brings one read model to the end of the ledger whenever somebody asks, one run at a time. A run that fails is told of, and tried again when asked again. */
export class Projector {
  readonly name: string;
  readonly #project: Project;
  readonly #log: Logger;
  #run: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopping = false;
  #isBlocked = false;
  #trouble: { readonly message: string; readonly toldAt: number } | undefined;

  constructor(name: string, project: Project, log: Logger) {
    this.name = name;
    this.#project = project;
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
      }
      if (this.#trouble) this.#log.info({ projector: this.name }, 'projecting again');
      this.#trouble = undefined;
    } catch (error) {
      this.#tell(error as Error);
    } finally {
      this.#run = undefined;
    }
  }

  /** A batch with an event that cannot be projected is taken event by event: whatever is before that event is there, and nothing is behind it. */
  async #goToTheEnd(): Promise<void> {
    let batch = this.#isBlocked ? 1 : BATCH;
    this.#isBlocked = false;
    while (!this.#isStopping)
      try {
        if (!(await this.#project(batch))) return;
      } catch (error) {
        this.#isBlocked = error instanceof NotCountable || error instanceof NotProjectable;
        if (batch === 1 || !this.#isBlocked) throw error;
        batch = 1;
      }
  }

  #tell(error: Error): void {
    if (this.#trouble?.message === error.message && Date.now() - this.#trouble.toldAt < REMIND_AFTER) return;
    this.#trouble = { message: error.message, toldAt: Date.now() };
    const position = error instanceof NotCountable || error instanceof NotProjectable ? error.position : undefined;
    this.#log.error({ err: error, projector: this.name, position }, 'projecting has stopped; it is tried again and again');
  }
}
