// Takes when a vendor process ended; gives how long to wait before the next, or that there will be none. No clock.

export interface RestartLimits {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A process that ran so long in good order starts the waiting times anew. */
  readonly stableMs: number;
  /** So many restarts within an hour end it: something is wrong that restarts do not mend. */
  readonly perHour: number;
}

export const RESTART_LIMITS: RestartLimits = {
  firstDelayMs: 1_000,
  longestDelayMs: 60_000,
  stableMs: 5 * 60_000,
  perHour: 20,
};

const HOUR_MS = 3_600_000;

export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'giveUp'; readonly reason: string };

export class RestartPolicy {
  private readonly limits: RestartLimits;
  private readonly timesMs: number[] = [];
  private delayMs: number;
  private total = 0;

  constructor(limits: RestartLimits) {
    this.limits = limits;
    this.delayMs = limits.firstDelayMs;
  }

  /** Restarts decided so far. */
  get restarts(): number {
    return this.total;
  }

  /** A process that had run for `ranMs` ended at `nowMs`. */
  ended(nowMs: number, ranMs: number): RestartDecision {
    const { firstDelayMs, longestDelayMs, stableMs, perHour } = this.limits;
    while (this.timesMs.length > 0 && nowMs - this.timesMs[0]! >= HOUR_MS) this.timesMs.shift();
    if (this.timesMs.length >= perHour) {
      return { kind: 'giveUp', reason: `the vendor process ended ${perHour + 1} times within an hour` };
    }
    if (ranMs >= stableMs) this.delayMs = firstDelayMs;
    const { delayMs } = this;
    this.delayMs = Math.min(longestDelayMs, delayMs * 2);
    this.timesMs.push(nowMs);
    this.total++;
    return { kind: 'restart', delayMs };
  }
}
