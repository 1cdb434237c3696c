// What the group offers to strategies: makers of the specs of its features.

export { fracDiff } from './fractional-difference.ts';
export { autocorrelation, efficiencyRatio, hurst, varianceRatio } from './memory.ts';
