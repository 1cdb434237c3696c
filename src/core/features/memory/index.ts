// What the group offers to strategies: makers of the specs of its features.

export { efficiencyRatio } from './efficiency-ratio.ts';
export { fracDiff } from './fractional-difference.ts';
export { autocorrelation, hurst, varianceRatio } from './memory.ts';
