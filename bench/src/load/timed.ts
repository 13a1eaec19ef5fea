import { performance } from 'node:perf_hooks';

const SECOND = 1000;

/** How many seconds some work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / SECOND;
}
