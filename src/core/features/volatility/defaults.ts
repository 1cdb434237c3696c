// Nothing in; the measures of volatility of the catalogue with their default parameters out.

import { eachOf, pairsOf, periodsOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import { atr, atrRatio, natr, trueRange } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { chaikinVolatility } from './chaikin-volatility.ts';
import { donchian } from './donchian.ts';
import { keltner } from './keltner.ts';
import { massIndex } from './mass-index.ts';
import * as range from './price-range.ts';
import { garmanKlass, parkinson, rogersSatchell } from './range-volatility.ts';
import { stddev } from './standard-deviation.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { volatility, volatilityLag, volatilityRatio } from './volatility.ts';
import { jump, volRegime } from './volatility-shape.ts';
import { yangZhang } from './yang-zhang.ts';

export const volatilityDefaults: readonly FeatureSpec[] = [
  ...eachOf(volatility, 5, 10, 20, 50, 100, 200),
  ...pairsOf(volatilityRatio, [5, 20], [10, 20], [20, 50], [50, 100], [100, 200]),
  ...eachOf(volatilityLag, 1, 5, 10),
  ...eachOf(parkinson, 10, 20),
  ...eachOf(garmanKlass, 10, 20),
  ...eachOf(rogersSatchell, 10, 20),
  yangZhang(),
  ...eachOf(range.highLowRange, 5, 10, 20, 50),
  ...eachOf(range.rangePct, 5, 10, 20, 50),
  volRegime(),
  jump(),
  range.distanceToHigh(),
  range.distanceToLow(),
  trueRange(),
  ...periodsOf(atr, 14, 20),
  natr(),
  ...periodsOf(bollinger.upper, 20, 50),
  ...periodsOf(bollinger.middle, 20, 50),
  ...periodsOf(bollinger.lower, 20, 50),
  ...periodsOf(bollinger.width, 20, 50),
  ...periodsOf(bollinger.position, 20, 50),
  bollinger.squeeze(),
  atrRatio(),
  keltner.upper(),
  keltner.middle(),
  keltner.lower(),
  donchian.upper(),
  donchian.middle(),
  donchian.lower(),
  stddev(),
  chaikinVolatility(),
  massIndex(),
  ulcerIndex(),
];
