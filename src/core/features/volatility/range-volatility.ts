// Volatility estimated from open, high, low and close of each candle: makers of the specs of three published estimators.

import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { RangeTerms } from '../indicators/range-terms.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { rangeTermsOfCandles } from '../shared/range-terms-of-candles.ts';

/** √ of the mean of one non-negative term per candle, which `begin` pushes; a candle without positive prices begins the window anew. */
function rootMean(
  name: string,
  candles: number,
  description: { readonly title: string; readonly source: string; readonly term: string },
  begin: (terms: RangeTerms, sum: RollingSum) => FeatureStep,
): FeatureSpec {
  const n = wholeNumber(name, 'candles', candles);
  return defineFeature(
    {
      id: `${name}_${n}`,
      meaning: `${description.title} (${description.source}) over ${n} candles`,
      formula: `√ mean(${description.term}, ${n})`,
      source: description.source,
      group: 'volatility',
      unit: 'fraction',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => begin(rangeTermsOfCandles(shared), new RollingSum(n)),
  );
}

/** `parkinson_n`: √(mean ln(h/l)² / (4 ln 2)) per candle (Parkinson 1980). skipGap: only moves inside candles enter. */
export function parkinson({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const title = 'volatility from highs and lows';
  const description = { title, source: 'Parkinson 1980', term: 'ln(h/l)² / (4 ln 2)' };
  return rootMean('parkinson', candles, description, (terms, sum) => (out) => {
    if (!terms.defined) return sum.clear();
    sum.push(terms.parkinson);
    if (sum.ready) out.set(Math.sqrt(sum.mean));
  });
}

/** `garmanKlass_n`: √ mean(½ ln(h/l)² − (2 ln 2 − 1) ln(c/o)²) per candle (Garman and Klass 1980). skipGap. */
export function garmanKlass({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const title = 'volatility from all four prices';
  const description = { title, source: 'Garman and Klass 1980', term: '½ ln(h/l)² − (2 ln 2 − 1) ln(c/o)²' };
  return rootMean('garmanKlass', candles, description, (terms, sum) => (out) => {
    if (!terms.defined) return sum.clear();
    sum.push(terms.garmanKlass);
    // The terms are non-negative for any sound candle; rounding can leave the mean a hair below 0.
    if (sum.ready) out.set(Math.sqrt(Math.max(0, sum.mean)));
  });
}

/** `rogersSatchell_n`: √ mean(ln(h/c) ln(h/o) + ln(l/c) ln(l/o)) per candle (Rogers and Satchell 1991). skipGap. */
export function rogersSatchell({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const title = 'drift-free volatility';
  const description = { title, source: 'Rogers and Satchell 1991', term: 'ln(h/c) ln(h/o) + ln(l/c) ln(l/o)' };
  return rootMean('rogersSatchell', candles, description, (terms, sum) => (out) => {
    if (!terms.defined) return sum.clear();
    sum.push(terms.rogersSatchell);
    if (sum.ready) out.set(Math.sqrt(Math.max(0, sum.mean)));
  });
}
