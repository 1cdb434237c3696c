// What a benchmark is given and gives: the size of the run in, figures out.

import type { Figure } from './figure.ts';

export interface BenchOptions {
  /** A tiny run that proves the benchmark works; its figures mean nothing. */
  readonly quick: boolean;
  /** Repetitions; the best one counts. */
  readonly runs: number;
  /** A folder of this run alone, removed after it. */
  readonly home: string;
}

export type Bench = (options: BenchOptions) => Promise<readonly Figure[]>;
