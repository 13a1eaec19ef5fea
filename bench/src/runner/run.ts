import type { Benchmark, Measured, Metric, Target } from '../benchmark.ts';
import { metrics } from '../benchmark.ts';
import type { Stage } from '../stage/stage.ts';
import { type Chance, shuffled } from './chance.ts';
import { type Spread, pairedRatios, spreadOf } from './statistics.ts';

/** By variant, what it did in each round. */
export type Rounds = Readonly<Record<string, readonly Measured[]>>;
/** What became of a target. `measured` is missing where it cannot be told. */
export type Verdict = Target & {
  readonly measured?: Spread;
  readonly isMet?: boolean;
  /** In how many rounds it was met, of how many. */
  readonly metIn?: readonly [met: number, of: number];
};
export type Result = {
  readonly name: string;
  readonly what: string;
  readonly rounds: Rounds;
  readonly absent: Readonly<Record<string, string>>;
  readonly verdicts: readonly Verdict[];
  readonly notes: readonly string[];
  readonly seconds: number;
  /** It broke off; what was measured until then is there. */
  readonly failure?: string;
};
export type Running = { readonly rounds?: number | undefined; readonly chance: Chance; readonly say: (line: string) => void };

const SECOND = 1000;

/** Lets the variants take turns, in another order each round: what the machine is busy with meets all of them alike. Never rejects. */
export async function run(benchmark: Benchmark, stage: Stage, { rounds: asked, chance, say }: Running): Promise<Result> {
  const { name, what, isLong = false } = benchmark;
  const rounds = asked ?? stage.scale.rounds[isLong ? 'long' : 'usual'];
  const measured: Record<string, Measured[]> = {};
  const absent: Record<string, string> = {};
  const notes: string[] = [];
  const started = performance.now();
  let failure: string | undefined;
  try {
    const opened = await benchmark.open(stage);
    try {
      Object.assign(absent, opened.absent);
      const variants = Object.entries(opened.variants);
      for (const [variant] of variants) measured[variant] = [];
      for (let round = isLong ? 1 : 0; round <= rounds; round++)
        for (const [variant, act] of shuffled(variants, chance)) {
          const one = await act();
          say(`  ${round === 0 ? 'warm-up' : `round ${round}`}  ${variant}: ${told(one)}`);
          if (round > 0) measured[variant]?.push(one);
        }
      notes.push(...(opened.notes?.() ?? []));
    } finally {
      await opened.close?.();
    }
  } catch (error) {
    failure = (error as Error).message;
    say(`  ${name} broke off: ${(error as Error).stack ?? failure}`);
  }
  const verdicts = benchmark.targets(stage).map((target) => judged(target, measured));
  return { name, what, rounds: measured, absent, verdicts, notes, seconds: (performance.now() - started) / SECOND, ...(failure && { failure }) };
}

const told = (one: Measured) =>
  Object.entries(one)
    .map(([metric, value]) => `${value.toPrecision(4)} ${metrics[metric as Metric].unit}`)
    .join(', ');

export const valuesOf = (rounds: Rounds, variant: string, metric: Metric): (number | undefined)[] => (rounds[variant] ?? []).map((one) => one[metric]);

/** Held against the median; in how many rounds it was met tells how clear that is. */
export function judged(target: Target, rounds: Rounds): Verdict {
  const { of, metric, against, atLeast = -Infinity, atMost = Infinity, untold } = target;
  const own = valuesOf(rounds, of, metric);
  const values = against === undefined ? own.filter((value) => value !== undefined) : pairedRatios(own, valuesOf(rounds, against, metric));
  const measured = spreadOf(values);
  if (!measured) return { ...target, untold: untold ?? 'not measured in this run' };
  if (untold !== undefined) return { ...target, measured };
  const holds = (value: number) => value >= atLeast && value <= atMost;
  return { ...target, measured, isMet: holds(measured.median), metIn: [values.filter(holds).length, values.length] };
}
