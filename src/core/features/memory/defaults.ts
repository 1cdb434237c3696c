// Nothing in; the measures of how far moves follow from each other of the catalogue with their default parameters out.

import { eachOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { fracDiff } from './fractional-difference.ts';
import * as memory from './memory.ts';

export const memoryDefaults: readonly FeatureSpec[] = [
  memory.hurst(),
  efficiencyRatio(),
  ...eachOf(memory.varianceRatio, 2, 5),
  ...eachOf(memory.autocorrelation, 1, 5),
  fracDiff(),
];
