// Wilder's parabolic stop and reverse price of candles: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ParabolicSar } from '../indicators/parabolic-sar.ts';
import { positiveNumber } from '../parameters.ts';

/**
 * `parabolicSar`: Wilder's stop and reverse (1978) as TA-Lib SAR, points; other settings `parabolicSar(a=…,m=…)`. The value is the stop
 * in force during the candle; where the candle has hit it, the new one on the other side. continue. A start that took the wrong side
 * shows until the trends of both have turned at the same candle; no number of candles bounds that: `settled` is about twice the longest
 * that any of 500 starts showed on real WDO minutes.
 */
export function parabolicSar({
  acceleration = 0.02,
  maximum = 0.2,
}: {
  acceleration?: number;
  maximum?: number;
} = {}): FeatureSpec {
  const a = positiveNumber('parabolicSar', 'acceleration', acceleration);
  const m = positiveNumber('parabolicSar', 'maximum', maximum);
  if (a > m) throw new RangeError(`parabolicSar: acceleration (${a}) must be at most maximum (${m})`);
  return defineFeature(
    {
      id: a === 0.02 && m === 0.2 ? 'parabolicSar' : `parabolicSar(a=${a},m=${m})`,
      meaning: 'stop that closes in on a trend and turns where it is hit',
      formula: `sar[1] + af × (extreme − sar[1]), not beyond the last two candles; af from ${a} by ${a} per new extreme to ${m}; turns where hit`,
      source: 'Wilder 1978; TA-Lib SAR',
      group: 'indicators',
      unit: 'points',
      warmup: 2,
      settled: SETTLED,
      parameters: { acceleration: a, maximum: m },
      sessionRule: 'continue',
    },
    () => {
      const stop = new ParabolicSar(a, m);
      return (out, candle) => {
        stop.push(candle);
        if (stop.ready) out.set(stop.value);
      };
    },
  );
}

/** Measured, not proven: see the docstring above. */
const SETTLED = 250;
