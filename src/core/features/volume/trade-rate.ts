// The number of trades against time and volume: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { tradeRateOfCandles } from '../shared/trade-rate-of-candles.ts';

const group = 'volume';
const source = 'plain definition';

/**
 * `tradeIntensity`: trades per second of open time, the part of the candle from the session's opening to its close: an hour that runs over the
 * close counts the minutes until then. continue. Not ready without a count of trades or without open time.
 */
export function tradeIntensity(): FeatureSpec {
  return defineFeature(
    {
      id: 'tradeIntensity',
      meaning: 'trades per second of open time',
      formula: 'n / seconds of the candle between opening and close of the session',
      source,
      group,
      unit: 'trades per second',
      warmup: 1,
      inputs: ['trades'],
      sessionRule: 'continue',
      version: 2,
    },
    (shared) => {
      const rate = tradeRateOfCandles(shared);
      return (out) => {
        if (rate.ready) out.set(rate.perSecond);
      };
    },
  );
}

/** `tradeIntensityRatio_n`: tradeIntensity over its mean of n candles. continue. A candle without one begins the window anew. */
export function tradeIntensityRatio({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('tradeIntensityRatio', 'candles', candles);
  return defineFeature(
    {
      id: `tradeIntensityRatio_${n}`,
      meaning: `trades per second over their mean of ${n} candles`,
      formula: 'tradeIntensity / sma(tradeIntensity, n)',
      source,
      group,
      unit: 'ratio',
      warmup: n,
      inputs: ['trades'],
      parameters: { candles: n },
      sessionRule: 'continue',
      version: 2,
    },
    (shared) => {
      const rate = tradeRateOfCandles(shared);
      const rates = new RollingSum(n);
      return (out) => {
        if (!rate.ready) return rates.clear();
        rates.push(rate.perSecond);
        if (rates.ready && rates.value > 0) out.set(rate.perSecond / rates.mean);
      };
    },
  );
}

/** `avgTradeSize`: volume / trades, contracts. continue. Not ready without a count of trades or without a trade. */
export function avgTradeSize(): FeatureSpec {
  return defineFeature(
    {
      id: 'avgTradeSize',
      meaning: 'contracts per trade',
      formula: 'v / n',
      source,
      group,
      unit: 'contracts',
      warmup: 1,
      inputs: ['candles', 'trades'],
      sessionRule: 'continue',
    },
    () => (out, candle) => {
      if (candle.hasTrades && candle.trades > 0) out.set(candle.volume / candle.trades);
    },
  );
}
