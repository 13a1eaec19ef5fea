import { setTimeout } from 'node:timers/promises';

const SECOND = 1000;
const TICK = 5;

/** Does so many things a second, whether or not those before are through, until told to stop; then waits for what is under way. */
export async function paced(perSecond: number, stop: AbortSignal, act: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  const underWay = new Set<Promise<unknown>>();
  for (let done = 0; !stop.aborted; await setTimeout(TICK))
    for (const due = ((performance.now() - started) / SECOND) * perSecond; done < due; done++) {
      const one: Promise<unknown> = act().finally(() => underWay.delete(one));
      underWay.add(one);
    }
  await Promise.all(underWay);
}
