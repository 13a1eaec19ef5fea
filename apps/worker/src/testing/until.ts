import { setTimeout } from 'node:timers/promises';

/** What is waited for is there within this, in milliseconds, unless it says otherwise. */
export const SOON = 20_000;
/** How long to wait between two looks, in milliseconds: whoever looks all the time slows down what is waited for. */
const LOOK_EVERY = 50;
/** The same for what is soon over. */
export const FLEETING = 5;

/** Waits until there is something to see, and answers with it. Fails when it takes too long, with what was waited for. */
export async function until<T>(what: string, look: () => T | Promise<T>, within = SOON, every = LOOK_EVERY): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${within} ms`);
    await setTimeout(every);
  }
}
