// Volatility estimated from open, high, low and close of each candle: makers of the specs of four published estimators.

import type { Candle } from '../../candles/candle.ts';
import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'volatility';

/** Prices above 0; `low` is the smallest of a sound candle. */
function positive(candle: Candle): boolean {
  return candle.low > 0;
}

/** √ of the mean of one non-negative term per candle; a candle without positive prices begins the window anew. */
function rootMean(name: string, title: string, candles: number, term: (candle: Candle) => number): FeatureSpec {
  const n = wholeNumber(name, 'candles', candles);
  return defineFeature(
    {
      id: `${name}_${n}`,
      meaning: `${title} over ${n} candles`,
      group,
      unit: 'fraction',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const terms = new RollingSum(n);
      return (out, candle) => {
        if (!positive(candle)) {
          terms.clear();
          return;
        }
        terms.push(term(candle));
        // The terms are non-negative for any sound candle; rounding can leave the mean a hair below 0.
        if (terms.ready) out.set(Math.sqrt(Math.max(0, terms.mean)));
      };
    },
  );
}

function parkinsonTerm(candle: Candle): number {
  const range = Math.log(candle.high / candle.low);
  return (range * range) / (4 * Math.LN2);
}

function garmanKlassTerm(candle: Candle): number {
  const range = Math.log(candle.high / candle.low);
  const body = Math.log(candle.close / candle.open);
  return 0.5 * range * range - (2 * Math.LN2 - 1) * body * body;
}

function rogersSatchellTerm(candle: Candle): number {
  const { open, high, low, close } = candle;
  return Math.log(high / close) * Math.log(high / open) + Math.log(low / close) * Math.log(low / open);
}

/** `parkinson_n`: √(mean ln(h/l)² / (4 ln 2)) per candle (Parkinson 1980). skipGap: only moves inside candles enter. */
export function parkinson({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  return rootMean('parkinson', 'volatility from highs and lows (Parkinson 1980)', candles, parkinsonTerm);
}

/** `garmanKlass_n`: √ mean(½ ln(h/l)² − (2 ln 2 − 1) ln(c/o)²) per candle (Garman and Klass 1980). skipGap. */
export function garmanKlass({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  return rootMean('garmanKlass', 'volatility from all four prices (Garman and Klass 1980)', candles, garmanKlassTerm);
}

/** `rogersSatchell_n`: √ mean(ln(h/c) ln(h/o) + ln(l/c) ln(l/o)) per candle (Rogers and Satchell 1991). skipGap. */
export function rogersSatchell({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  return rootMean('rogersSatchell', 'drift-free volatility (Rogers and Satchell 1991)', candles, rogersSatchellTerm);
}

/**
 * `yangZhang_n`: √(var ln(o/c[1]) + k var ln(c/o) + (1 − k) rogersSatchell²), k = 0.34 / (1.34 + (n + 1)/(n − 1)), sample
 * variances over n candles (Yang and Zhang 2000). skipGap: at a session's first candle c[1] is its own open.
 */
export function yangZhang({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('yangZhang', 'candles', candles, 2);
  const k = 0.34 / (1.34 + (n + 1) / (n - 1));
  return defineFeature(
    {
      id: `yangZhang_${n}`,
      meaning: `volatility with opening jumps (Yang and Zhang 2000) over ${n} candles`,
      group,
      unit: 'fraction',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const jumps = new RollingDeviation(n);
      const bodies = new RollingDeviation(n);
      const terms = new RollingSum(n);
      let previousClose = Number.NaN;
      return (out, candle) => {
        const before = previousClose;
        previousClose = positive(candle) ? candle.close : Number.NaN;
        if (!positive(candle)) {
          jumps.clear();
          bodies.clear();
          terms.clear();
        }
        if (Number.isNaN(before) || Number.isNaN(previousClose)) return;
        jumps.push(candle.firstOfSession ? 0 : Math.log(candle.open / before));
        bodies.push(Math.log(candle.close / candle.open));
        terms.push(rogersSatchellTerm(candle));
        if (!terms.ready) return;
        const variance = jumps.sample ** 2 + k * bodies.sample ** 2 + (1 - k) * terms.mean;
        out.set(Math.sqrt(Math.max(0, variance)));
      };
    },
  );
}
