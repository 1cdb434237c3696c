// Nothing in; the shapes of candles and sessions of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { doji, engulfing, hammer } from './candle-patterns.ts';
import { bodyShare, lowerShadow, upperShadow } from './price-action.ts';

export const shapeDefaults: readonly FeatureSpec[] = [
  bodyShare(),
  upperShadow(),
  lowerShadow(),
  doji(),
  hammer(),
  engulfing(),
];
