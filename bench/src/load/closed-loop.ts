import type { Measured } from '../benchmark.ts';
import { quantile, sorted } from '../runner/statistics.ts';

const SECOND = 1000;
type Loop = {
  readonly atOnce: number;
  readonly seconds: number;
  /** There is no more to do after so many. */
  readonly most?: number;
};

/** So many clients, each of which does the next thing as soon as it is through with the one before, until the time is over or nothing is left. */
export async function closedLoop({ atOnce, seconds, most = Infinity }: Loop, act: (no: number) => Promise<unknown>): Promise<Measured> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const end = started + seconds * SECOND;
  async function client(): Promise<void> {
    for (let no = next++; no < most; no = next++) {
      const from = performance.now();
      if (from >= end) return;
      await act(no);
      times.push(performance.now() - from);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client));
  return { rate: (times.length * SECOND) / (performance.now() - started), ...latencies(times) };
}

/** Does so many things, some of them at once. */
export async function inTurns(count: number, atOnce: number, act: (no: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const client = async () => {
    for (let no = next++; no < count; no = next++) await act(no);
  };
  await Promise.all(Array.from({ length: atOnce }, client));
}

/** Of some times in milliseconds. Nothing where there are none. */
export function latencies(times: readonly number[]): Pick<Measured, 'p50' | 'p99'> {
  if (times.length === 0) return {};
  const inOrder = sorted(times);
  return { p50: quantile(inOrder, 0.5), p99: quantile(inOrder, 0.99) };
}
