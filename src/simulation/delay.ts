// Takes a latency and its jitter; gives seeded delays in whole microseconds.

import type { Random } from './random.ts';

export class Delay {
  private readonly baseUs: number;
  private readonly spanUs: number;
  private readonly random: Random;

  /** Delays of `baseUs` plus a uniform 0 to `jitterUs`. */
  constructor(baseUs: number, jitterUs: number, random: Random) {
    this.baseUs = baseUs;
    this.spanUs = jitterUs + 1;
    this.random = random;
  }

  nextUs(): number {
    return this.spanUs === 1 ? this.baseUs : this.baseUs + this.random.integer(this.spanUs);
  }
}
