// What the group offers to strategies: makers of the specs of its features.

export { doji, engulfing, hammer } from './candle-patterns.ts';
export { gap } from './gap.ts';
export { openingRangePosition } from './opening-range.ts';
export { pivotDistance, resistance1Distance, support1Distance } from './pivots.ts';
export { bodyShare, lowerShadow, upperShadow } from './price-action.ts';
