// What the group offers to strategies: makers of the specs of its features.

export { micropriceDistance, mid, spreadTicks } from './best-prices.ts';
export { bookPressure, bookSlope, depthImbalance } from './book-depth.ts';
export { ofi, queueDepletion, quoteIntensity } from './book-flow.ts';
