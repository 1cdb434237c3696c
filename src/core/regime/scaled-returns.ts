// Candles in; each return in standard deviations of those before it out.

import type { Candle } from '../candles/candle.ts';
import { GapFreePrices } from '../features/indicators/gap-free-prices.ts';
import { RollingDeviation } from '../features/indicators/rolling-deviation.ts';

export interface ScaledReturnRules {
  /** Returns in the standard deviation that the next one is measured by. */
  readonly volatilityCandles: number;
  /** No return counts for more standard deviations than this. */
  readonly mostDeviations: number;
}

/**
 * ln(c / c[1]) without the moves between sessions, over the population standard deviation of the `volatilityCandles` returns before it,
 * cut at ± `mostDeviations`. Missing where a price is not above 0 or the returns before were all alike.
 */
export class ScaledReturns {
  /** The candle gave a value. */
  ready = false;
  /** Meaningless unless `ready`. */
  value = Number.NaN;
  private readonly prices = new GapFreePrices(1);
  private readonly returns: RollingDeviation;
  private readonly most: number;

  constructor({ volatilityCandles, mostDeviations }: ScaledReturnRules) {
    this.returns = new RollingDeviation(volatilityCandles);
    this.most = mostDeviations;
  }

  push(candle: Candle): void {
    const { prices, returns, most } = this;
    prices.push(candle);
    this.ready = false;
    if (!prices.has(1)) return returns.clear();
    const step = Math.log(prices.ratio(1));
    if (returns.ready && !returns.flat) {
      this.value = Math.max(-most, Math.min(most, step / returns.population));
      this.ready = true;
    }
    returns.push(step);
  }
}

/** Candles up to the first value. */
export function scaledReturnsWarmup({ volatilityCandles }: ScaledReturnRules): number {
  return volatilityCandles + 2;
}
