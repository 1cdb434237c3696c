// The features that a strategy can name, by group, with the set that computes them and the catalogue that lists them.

// Contract: metadata, incremental state, what the calendar says, the vector of values.

export type { Feature, FeatureInput, FeatureMeta, FeatureSpec, SessionRule } from './feature.ts';
export type { FeatureVector } from './feature-vector.ts';
export type { SessionContext } from './session-context.ts';

// For a feature of one's own.

export { defineFeature, type FeatureDefinition, type FeatureStep } from './define-feature.ts';

// The set of a strategy or model, its schema; the catalogue by id.

export { catalogue, featureById, nearestFeatureIds } from './catalogue.ts';
export { FeatureSet } from './feature-set.ts';
export { featureSchemaText } from './schema-text.ts';

// Returns of closes.

export { logReturns, returnSharpe, returns, returnVolume } from './returns.ts';

// Moves in points.

export {
  momentum,
  momentumAcceleration,
  momentumPct,
  momentumRank,
  momentumReversal,
  momentumSmooth,
  trendConsistency,
  trendStrength,
} from './momentum.ts';

// Averages of closes.

export { ema, maDistance, maRatio, sma } from './moving-average.ts';

// Volatility: of returns, from the prices of each candle, ranges and true range.

export { atr, atrRatio, natr, trueRange } from './atr.ts';
export { distanceToHigh, distanceToLow, highLowRange, rangePct } from './price-range.ts';
export { garmanKlass, parkinson, rogersSatchell, yangZhang } from './range-volatility.ts';
export { volatility, volatilityLag, volatilityRatio } from './volatility.ts';
export { jump, volRegime } from './volatility-shape.ts';

// Volume and number of trades.

export { avgTradeSize, tradeIntensity, tradeIntensityRatio, volumeMomentum, volumeRatio, volumeZ } from './volume.ts';
export { obvMomentum, pvtMomentum } from './volume-trend.ts';
export { vwap } from './vwap.ts';

// Order flow by the aggressor's side, and what it did to the price.

export { absorption, deltaDivergence, kyleLambda } from './flow-impact.ts';
export {
  buyPressure,
  buyPressureMa,
  cumulativeDelta,
  orderFlowImbalance,
  rlpShare,
  sellPressure,
  signedVolume,
  tradeImbalance,
} from './order-flow.ts';

// Shapes of one candle and two.

export { doji, engulfing, hammer } from './candle-patterns.ts';
export { bodyShare, lowerShadow, upperShadow } from './price-action.ts';

// Classic indicators.

export { adx } from './adx.ts';
export { bollinger } from './bollinger.ts';
export { macd } from './macd.ts';
export { rsi } from './rsi.ts';
export { stochastic } from './stochastic.ts';

// How far moves follow from each other; fractional difference.

export { fracDiff } from './fractional-difference.ts';
export { autocorrelation, efficiencyRatio, hurst, varianceRatio } from './memory.ts';

// Time, by the session calendar.

export {
  closingHalfHour,
  dayOfWeek,
  daysToRoll,
  lunchHour,
  minuteOfSession,
  minutesToAuction,
  openingHalfHour,
  timeOfDay,
} from './time-of-session.ts';
