// Nothing in; the indicators of trend of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { adx } from './adx.ts';
import { aroon } from './aroon.ts';
import { dpo } from './dpo.ts';
import { ichimoku } from './ichimoku.ts';
import { linearRegression } from './linear-regression.ts';
import { parabolicSar } from './parabolic-sar.ts';
import { supertrend } from './supertrend.ts';
import { vortex } from './vortex.ts';

export const trendDefaults: readonly FeatureSpec[] = [
  adx(),
  adx.plusDi(),
  adx.minusDi(),
  adx.slope(),
  adx.spread(),
  aroon.up(),
  aroon.down(),
  aroon.oscillator(),
  parabolicSar(),
  supertrend(),
  supertrend.direction(),
  ichimoku.conversion(),
  ichimoku.base(),
  ichimoku.spanA(),
  ichimoku.spanB(),
  vortex.plus(),
  vortex.minus(),
  linearRegression.slope(),
  linearRegression.r2(),
  dpo(),
];
