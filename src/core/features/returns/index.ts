// What the group offers to strategies: makers of the specs of its features.

export { momentum, momentumAcceleration, momentumPct, momentumSmooth } from './momentum.ts';
export { momentumRank, momentumReversal } from './momentum-rank.ts';
export { logReturns, returnSharpe, returns, returnVolume } from './returns.ts';
export { trendConsistency, trendStrength } from './trend-of-moves.ts';
