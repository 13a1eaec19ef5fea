import type { Stage } from './stage/stage.ts';

/** What can be measured of a variant in one round, and in what it is told. */
export const metrics = {
  rate: { name: 'per second', unit: '/s' },
  p50: { name: 'p50', unit: 'ms' },
  p99: { name: 'p99', unit: 'ms' },
  seconds: { name: 'seconds', unit: 's' },
  memory: { name: 'memory', unit: 'MiB' },
  bytes: { name: 'bytes per event', unit: 'B' },
} as const;
export type Metric = keyof typeof metrics;
/** What one variant did in one round. */
export type Measured = { readonly [M in Metric]?: number };

/** One number, or the ratio of two: those of the same round are compared, and the median of that is the ratio. */
export type Target = {
  readonly of: string;
  readonly metric: Metric;
  readonly against?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Why it cannot be told on this machine or in this run. */
  readonly untold?: string | undefined;
};

/** A benchmark that is ready: each variant does one round of its own. */
export type Opened = {
  readonly variants: Readonly<Record<string, () => Promise<Measured>>>;
  /** Variants that are not there, and why. */
  readonly absent?: Readonly<Record<string, string>>;
  /** What is to be told of this run beside the numbers. */
  readonly notes?: () => readonly string[];
  readonly close?: () => Promise<void>;
};

/** What is measured, against what, and what it should come to. */
export type Benchmark = {
  readonly name: string;
  /** In a sentence or two: what a round does, and what the variants are. */
  readonly what: string;
  readonly targets: (stage: Pick<Stage, 'scale' | 'cores'>) => readonly Target[];
  /** A round takes long, or nothing gets warm: fewer rounds, and none before the first one that is thrown away. */
  readonly isLong?: boolean;
  /** Measured in a quick run too. */
  readonly isQuick?: boolean;
  /** Takes so long that it has to be asked for. */
  readonly isHuge?: boolean;
  readonly open: (stage: Stage) => Promise<Opened>;
};
