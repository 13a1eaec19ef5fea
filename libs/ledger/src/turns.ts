import type { StreamId } from '@casetrail/domain';

/** Lets the writers of a contested stream go one at a time, in the order in which they came. */
export class Turns {
  readonly #last = new Map<StreamId, Promise<void>>();

  isTaken(stream: StreamId): boolean {
    return this.#last.has(stream);
  }

  async take<T>(stream: StreamId, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(stream) ?? Promise.resolve();
    const mine = before.then(work);
    const over = mine.then(
      () => undefined,
      () => undefined, // what becomes of my work is nothing to who comes next
    );
    this.#last.set(stream, over);
    try {
      return await mine;
    } finally {
      if (this.#last.get(stream) === over) this.#last.delete(stream);
    }
  }
}
