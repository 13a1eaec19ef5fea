import { setTimeout } from 'node:timers/promises';

const LOOK_EVERY = 10; // milliseconds

/** Waits until there is something to see, and answers with it. Fails when it takes too long, with what was waited for. */
export async function until<T>(what: string, look: () => T | Promise<T>, within = 60_000): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${within} ms`);
    await setTimeout(LOOK_EVERY);
  }
}
