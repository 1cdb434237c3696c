// What the group offers to strategies: makers of the specs of its features.

export { atr, atrRatio, natr, trueRange } from './atr.ts';
export { bollinger } from './bollinger.ts';
export { distanceToHigh, distanceToLow, highLowRange, rangePct } from './price-range.ts';
export { garmanKlass, parkinson, rogersSatchell, yangZhang } from './range-volatility.ts';
export { volatility, volatilityLag, volatilityRatio } from './volatility.ts';
export { jump, volRegime } from './volatility-shape.ts';
