// What the group offers to strategies: makers of the specs of its features.

export { ema, maDistance, maRatio, sma } from './moving-average.ts';
