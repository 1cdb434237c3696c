// The number of trades against time and volume: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'volume';
const source = 'plain definition';

/** `tradeIntensity`: trades per second of the candle's time. continue. Not ready without a count of trades. */
export function tradeIntensity(): FeatureSpec {
  return defineFeature(
    {
      id: 'tradeIntensity',
      meaning: 'trades per second of the candle',
      formula: 'n / seconds of the candle',
      source,
      group,
      unit: 'trades per second',
      warmup: 1,
      inputs: ['trades'],
      sessionRule: 'continue',
    },
    () => (out, candle) => {
      const spanUs = candle.closeTimeUs - candle.openTimeUs;
      if (candle.hasTrades && spanUs > 0) out.set(candle.trades / (spanUs / 1e6));
    },
  );
}

/** `tradeIntensityRatio_n`: tradeIntensity over its mean of n candles. continue. A candle without a count begins the window anew. */
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
    },
    () => {
      const rates = new RollingSum(n);
      return (out, candle) => {
        const spanUs = candle.closeTimeUs - candle.openTimeUs;
        if (!candle.hasTrades || !(spanUs > 0)) return rates.clear();
        const rate = candle.trades / (spanUs / 1e6);
        rates.push(rate);
        if (rates.ready && rates.value > 0) out.set(rate / rates.mean);
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
