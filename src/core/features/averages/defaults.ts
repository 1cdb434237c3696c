// Nothing in; the averages of prices of the catalogue with their default parameters out.

import { pairsOf, periodsOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import { kama } from './adaptive-average.ts';
import { dema, tema } from './chained-average.ts';
import { ema } from './exponential-average.ts';
import { maDistance, maRatio, sma } from './simple-average.ts';
import { vwapDeviation } from './vwap-deviation.ts';
import { hma, vwma, wma } from './weighted-average.ts';

export const averagesDefaults: readonly FeatureSpec[] = [
  ...periodsOf(sma, 5, 10, 20, 50, 200),
  ...periodsOf(ema, 5, 9, 12, 20, 26, 50, 200),
  wma(),
  hma(),
  dema(),
  tema(),
  kama(),
  vwma(),
  vwapDeviation(),
  ...pairsOf(maRatio, [5, 20], [20, 50]),
  ...pairsOf(maDistance, [5, 20], [20, 50]),
  ...periodsOf(ema.distance, 20, 50, 200),
  ...periodsOf(ema.slope, 20, 50),
  ema.alignment(),
];
