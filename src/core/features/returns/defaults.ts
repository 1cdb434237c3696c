// Nothing in; the returns and moves of the catalogue with their default parameters out.

import { eachOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import * as momentum from './momentum.ts';
import { momentumRank, momentumReversal } from './momentum-rank.ts';
import * as returns from './returns.ts';
import { trendConsistency, trendStrength } from './trend-of-moves.ts';

export const returnsDefaults: readonly FeatureSpec[] = [
  ...eachOf(returns.returns, 1, 2, 5, 10, 20, 50, 100),
  ...eachOf(returns.logReturns, 1, 5, 20),
  ...eachOf(returns.returnVolume, 5, 10, 20),
  ...eachOf(returns.returnSharpe, 5, 20, 50),
  ...eachOf(momentum.momentum, 1, 3, 5, 10, 15, 20),
  ...eachOf(momentum.momentumPct, 1, 3, 5, 10, 15, 20),
  ...eachOf(momentum.momentumSmooth, 5, 10, 20),
  momentum.momentumAcceleration(),
  momentumRank(),
  momentumReversal(),
  trendConsistency(),
  trendStrength(),
];
