// What the group offers to strategies: makers of the specs of its features.

export { atr, atrRatio, natr, trueRange } from './atr.ts';
export { bollinger } from './bollinger.ts';
export { chaikinVolatility } from './chaikin-volatility.ts';
export { donchian } from './donchian.ts';
export { keltner } from './keltner.ts';
export { massIndex } from './mass-index.ts';
export { distanceToHigh, distanceToLow, highLowRange, rangePct } from './price-range.ts';
export { garmanKlass, parkinson, rogersSatchell } from './range-volatility.ts';
export { stddev } from './standard-deviation.ts';
export { ulcerIndex } from './ulcer-index.ts';
export { volatility, volatilityLag, volatilityRatio } from './volatility.ts';
export { jump, volRegime } from './volatility-shape.ts';
export { yangZhang } from './yang-zhang.ts';
