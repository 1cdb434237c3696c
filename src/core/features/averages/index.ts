// What the group offers to strategies: makers of the specs of its features.

export { type KamaParameters, kama } from './adaptive-average.ts';
export { dema, tema } from './chained-average.ts';
export { ema } from './exponential-average.ts';
export { maDistance, maRatio, sma } from './simple-average.ts';
export { vwapDeviation } from './vwap-deviation.ts';
export { hma, vwma, wma } from './weighted-average.ts';
