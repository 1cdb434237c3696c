// Takes time, informed lean and aggressive orders; gives the fair price of a synthetic market, a real number of ticks.

import { US_PER_MINUTE } from '../core/market/civil-time.ts';
import type { Random } from './random.ts';
import type { SyntheticRegime } from './synthetic-regime.ts';

/** Deviation of one average minute that does not come from orders, ticks. */
const DIFFUSION_TICKS = 1.7;
/** Logarithm of volatility: half-life and deviation; this is what makes the tails of returns fat. */
const VOLATILITY_HALF_LIFE_US = 40 * US_PER_MINUTE;
const VOLATILITY_DEVIATION = 0.5;
/** News: how often in minutes, the least jump and the mean of what comes on top, ticks. */
const NEWS_EVERY_MINUTES = 140;
const NEWS_LEAST_TICKS = 3;
const NEWS_EXTRA_TICKS = 4;
/** A surprising aggressive order of mean size moves the price by this; others by the root of their size, to a limit. */
const IMPACT_TICKS = 0.45;
const IMPACT_MAX_TICKS = 2;
/** Drift per minute at a lean of 1 and an edge of 1, ticks. */
const DRIFT_TICKS = 0.36;
/** Half-life of the way back to the middle of a range, at an edge of 1. */
const RANGE_HALF_LIFE_US = 20 * US_PER_MINUTE;

/**
 * With an edge of 0 the price is a martingale: orders move it only as far as they surprise, and nothing can be predicted.
 * The edge adds a drift with the lean that also shows, faintly, in the sides of recent orders, and the pull of a range.
 */
export class SyntheticPrice {
  ticks: number;
  private logVolatility: number;
  private rangeTicks: number;
  private readonly random: Random;
  private readonly edge: number;
  private readonly volatility: number;

  constructor(random: Random, startTicks: number, edge: number, volatility: number) {
    this.random = random;
    this.edge = edge;
    this.volatility = volatility;
    this.ticks = startTicks;
    this.rangeTicks = startTicks;
    this.logVolatility = VOLATILITY_DEVIATION * random.normal();
  }

  /** Moves on by `elapsedUs` of a session as busy as `activity`; true when there was news. */
  advance(elapsedUs: number, activity: number, regime: SyntheticRegime): boolean {
    const minutes = elapsedUs / US_PER_MINUTE;
    const kept = 2 ** (-elapsedUs / VOLATILITY_HALF_LIFE_US);
    const wander = VOLATILITY_DEVIATION * Math.sqrt(1 - kept * kept) * this.random.normal();
    this.logVolatility = this.logVolatility * kept + wander;
    // the mean square of the factor is 1
    const factor = this.volatility * Math.exp(this.logVolatility - VOLATILITY_DEVIATION * VOLATILITY_DEVIATION);
    this.ticks += factor * DIFFUSION_TICKS * Math.sqrt(minutes * activity) * this.random.normal();
    this.ticks += this.edge * this.volatility * DRIFT_TICKS * regime.lean * minutes;
    if (regime.kind === 'range') {
      this.ticks +=
        Math.min(1, this.edge) * (this.rangeTicks - this.ticks) * (1 - 2 ** (-elapsedUs / RANGE_HALF_LIFE_US));
    }
    if (!this.random.chance(minutes / NEWS_EVERY_MINUTES)) return false;
    const jump = NEWS_LEAST_TICKS + this.random.exponential(NEWS_EXTRA_TICKS);
    this.ticks += this.volatility * (this.random.chance(0.5) ? jump : -jump);
    return true;
  }

  /** An aggressive order: `surprise` is its side (1 or −1) less the side that was to be expected. */
  impact(surprise: number, sizeOverMean: number): void {
    const move = Math.min(IMPACT_MAX_TICKS, IMPACT_TICKS * Math.sqrt(sizeOverMean));
    this.ticks += this.volatility * surprise * move;
  }

  /** A new regime begins: a range is around where it starts. */
  anchor(): void {
    this.rangeTicks = this.ticks;
  }
}
