// Nothing in; the shapes of candles and sessions of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { doji, engulfing, hammer } from './candle-patterns.ts';
import { gap } from './gap.ts';
import { openingRangePosition } from './opening-range.ts';
import { pivotDistance, resistance1Distance, support1Distance } from './pivots.ts';
import { bodyShare, lowerShadow, upperShadow } from './price-action.ts';

export const shapeDefaults: readonly FeatureSpec[] = [
  bodyShare(),
  upperShadow(),
  lowerShadow(),
  doji(),
  hammer(),
  engulfing(),
  gap(),
  pivotDistance(),
  support1Distance(),
  resistance1Distance(),
  openingRangePosition(),
];
