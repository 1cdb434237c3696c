// What the group offers to strategies: makers of the specs of its features.

export {
  momentum,
  momentumAcceleration,
  momentumPct,
  momentumRank,
  momentumReversal,
  momentumSmooth,
  trendConsistency,
  trendStrength,
} from './momentum.ts';
export { logReturns, returnSharpe, returns, returnVolume } from './returns.ts';
