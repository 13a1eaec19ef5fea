import { appends } from './append/append.ts';
import type { Benchmark } from './benchmark.ts';

/** Everything that is measured, in the order of the page. */
export const benchmarks: readonly Benchmark[] = [...appends];
