// Nothing in; the indicators of trend of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { adx } from './adx.ts';

export const trendDefaults: readonly FeatureSpec[] = [adx(), adx.plusDi(), adx.minusDi(), adx.slope(), adx.spread()];
