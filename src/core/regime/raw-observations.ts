// Candles in; what the hidden Markov model sees of each, a return and a volatility in standard units, out.

import type { Candle } from '../candles/candle.ts';
import { GapFreePrices } from '../features/indicators/gap-free-prices.ts';
import { RollingSum } from '../features/indicators/rolling-sum.ts';

export interface ObservationRules {
  /** Candles of the log return; above 1 the windows of neighbours overlap. */
  readonly returnCandles: number;
  /** Candles of Parkinson's volatility. */
  readonly volatilityCandles: number;
}

/** In the order of the columns. */
export const observationNames = ['return', 'volatility'] as const;

/**
 * `volatility`: ln σ, σ = √(mean ln(h/l)² / (4 ln 2)) over `volatilityCandles` (Parkinson 1980). `return`: ln(c / c[returnCandles]) without the
 * moves between sessions, over σ √returnCandles: in its own scale, so that a quiet trend is as much of one as a wild one. Missing where a price is not above 0, or no candle of the window has a range.
 */
export class RawObservations {
  /** The candle gave an observation. */
  ready = false;
  readonly values = new Float64Array(2);
  private readonly prices: GapFreePrices;
  private readonly terms: RollingSum;
  private readonly returnCandles: number;

  constructor({ returnCandles, volatilityCandles }: ObservationRules) {
    this.returnCandles = returnCandles;
    this.prices = new GapFreePrices(returnCandles);
    this.terms = new RollingSum(volatilityCandles);
  }

  push(candle: Candle): void {
    this.pushPrice(candle);
    this.pushRange(candle);
    this.combine();
  }

  /** The three steps of `push`, for who has to keep them apart. */
  pushPrice(candle: Candle): void {
    this.prices.push(candle);
  }

  pushRange({ high, low }: Candle): void {
    if (!(low > 0)) return this.terms.clear();
    const range = Math.log(high / low);
    this.terms.push(range * range);
  }

  combine(): void {
    const { terms, prices, returnCandles, values } = this;
    this.ready = prices.has(returnCandles) && terms.ready && terms.mean > 0;
    if (!this.ready) return;
    const variance = terms.mean / (4 * Math.LN2);
    values[0] = Math.log(prices.ratio(returnCandles)) / Math.sqrt(variance * returnCandles);
    values[1] = 0.5 * Math.log(variance);
  }
}

export function observationWarmup({ returnCandles, volatilityCandles }: ObservationRules): number {
  return Math.max(returnCandles + 1, volatilityCandles);
}
