// Spans of time of one stage in; how many there were, and quantiles of the newest of them, out.

import type { LatencyRow } from '../view/health-row.ts';

const SAMPLES_KEPT = 1024;
const US_PER_MS = 1000;

/** Quantiles are of the newest 1,024, the count of all. */
export class LatencySamples {
  private readonly us = new Float64Array(SAMPLES_KEPT);
  private count = 0;
  private newestUs = 0;

  add(spanUs: number, atUs: number): void {
    this.us[this.count % SAMPLES_KEPT] = spanUs;
    this.count += 1;
    this.newestUs = atUs;
  }

  /** Undefined before the first. */
  row(stage: LatencyRow['stage']): LatencyRow | undefined {
    if (this.count === 0) return undefined;
    const sorted = this.us.slice(0, Math.min(this.count, SAMPLES_KEPT)).sort();
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]! / US_PER_MS;
    const mostMs = sorted.at(-1)! / US_PER_MS;
    return { stage, count: this.count, p50Ms: at(0.5), p99Ms: at(0.99), mostMs, atUs: this.newestUs };
  }
}
