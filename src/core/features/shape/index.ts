// What the group offers to strategies: makers of the specs of its features.

export { doji, engulfing, hammer } from './candle-patterns.ts';
export { bodyShare, lowerShadow, upperShadow } from './price-action.ts';
