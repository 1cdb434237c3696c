// The strip of health: each figure of the run and its machine with its age, or why there is none; and latencies by stage.

import type { Measured } from './measured.ts';

export interface HealthRow {
  readonly id: 'feed' | 'market' | 'routing' | 'host' | 'runner' | 'disk' | 'clock' | 'memory' | 'queue' | 'journal';
  readonly state: 'good' | 'warning' | 'bad' | 'unknown';
  readonly value: Measured<number>;
  /** Of `value`; `none` where the state and the text say all. */
  readonly unit: 'ms' | 'bytes' | 'none';
  /** For people, in English. */
  readonly text: string;
  readonly atUs: number | null;
}

export interface LatencyRow {
  readonly stage: 'market' | 'prediction' | 'orderAnswer' | 'orderFill';
  readonly count: number;
  /** Milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  readonly atUs: number;
}
