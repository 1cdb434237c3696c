// A feature id in; its spec with default parameters out, and the ids most like a mistyped one.

import { adx } from './adx.ts';
import { atr, atrRatio, natr, trueRange } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { doji, engulfing, hammer } from './candle-patterns.ts';
import type { FeatureSpec } from './feature.ts';
import { absorption, deltaDivergence, kyleLambda } from './flow-impact.ts';
import { fracDiff } from './fractional-difference.ts';
import { macd } from './macd.ts';
import * as memory from './memory.ts';
import * as momentum from './momentum.ts';
import { ema, maDistance, maRatio, sma } from './moving-average.ts';
import { nearestIds } from './nearest-ids.ts';
import * as flow from './order-flow.ts';
import { bodyShare, lowerShadow, upperShadow } from './price-action.ts';
import * as range from './price-range.ts';
import { garmanKlass, parkinson, rogersSatchell, yangZhang } from './range-volatility.ts';
import * as returns from './returns.ts';
import { rsi } from './rsi.ts';
import { stochastic } from './stochastic.ts';
import * as time from './time-of-session.ts';
import { volatility, volatilityLag, volatilityRatio } from './volatility.ts';
import { jump, volRegime } from './volatility-shape.ts';
import * as volume from './volume.ts';
import { obvMomentum, pvtMomentum } from './volume-trend.ts';
import { vwap } from './vwap.ts';

type ByCandles = (parameters: { candles: number }) => FeatureSpec;
type ByWindows = (parameters: { fast: number; slow: number }) => FeatureSpec;
type ByPeriod = (parameters: { period: number }) => FeatureSpec;

const each = (make: ByCandles, ...windows: number[]) => windows.map((candles) => make({ candles }));
const pairs = (make: ByWindows, ...windows: [number, number][]) => windows.map(([fast, slow]) => make({ fast, slow }));
const periods = (make: ByPeriod, ...windows: number[]) => windows.map((period) => make({ period }));

const specs: readonly FeatureSpec[] = [
  ...each(returns.returns, 1, 2, 5, 10, 20, 50, 100),
  ...each(returns.logReturns, 1, 5, 20),
  ...each(returns.returnVolume, 5, 10, 20),
  ...each(returns.returnSharpe, 5, 20, 50),
  ...each(momentum.momentum, 1, 3, 5, 10, 15, 20),
  ...each(momentum.momentumPct, 1, 3, 5, 10, 15, 20),
  ...each(momentum.momentumSmooth, 5, 10, 20),
  momentum.momentumAcceleration(),
  momentum.momentumRank(),
  momentum.momentumReversal(),
  momentum.trendConsistency(),
  momentum.trendStrength(),
  ...pairs(maRatio, [5, 20], [20, 50]),
  ...pairs(maDistance, [5, 20], [20, 50]),
  ...each(volatility, 5, 10, 20, 50, 100, 200),
  ...pairs(volatilityRatio, [5, 20], [10, 20], [20, 50], [50, 100], [100, 200]),
  ...each(volatilityLag, 1, 5, 10),
  ...each(parkinson, 10, 20),
  ...each(garmanKlass, 10, 20),
  ...each(rogersSatchell, 10, 20),
  yangZhang(),
  ...each(range.highLowRange, 5, 10, 20, 50),
  ...each(range.rangePct, 5, 10, 20, 50),
  volRegime(),
  jump(),
  ...each(volume.volumeRatio, 5, 10, 20, 50, 100),
  ...each(volume.volumeZ, 20, 50, 100),
  ...each(volume.volumeMomentum, 5, 10, 20),
  volume.tradeIntensity(),
  volume.tradeIntensityRatio(),
  volume.avgTradeSize(),
  vwap.distance(),
  pvtMomentum(),
  obvMomentum(),
  flow.rlpShare(),
  flow.buyPressure(),
  flow.sellPressure(),
  flow.signedVolume(),
  flow.cumulativeDelta(),
  ...each(flow.orderFlowImbalance, 1, 10, 20, 50, 100),
  ...each(flow.tradeImbalance, 1, 10, 20),
  ...each(flow.buyPressureMa, 5, 10, 20),
  deltaDivergence(),
  absorption(),
  kyleLambda(),
  bodyShare(),
  upperShadow(),
  lowerShadow(),
  doji(),
  hammer(),
  engulfing(),
  range.distanceToHigh(),
  range.distanceToLow(),
  ...periods(ema.distance, 20, 50, 200),
  ...periods(ema.slope, 20, 50),
  ema.alignment(),
  rsi.distance50(),
  rsi.mean(),
  rsi.extreme(),
  macd.cross(),
  macd.slope(),
  bollinger.position(),
  bollinger.squeeze(),
  stochastic.cross(),
  adx.slope(),
  adx.spread(),
  atrRatio(),
  time.minuteOfSession(),
  time.timeOfDay.sin(),
  time.timeOfDay.cos(),
  time.dayOfWeek(),
  time.openingHalfHour(),
  time.closingHalfHour(),
  time.lunchHour(),
  time.daysToRoll(),
  time.minutesToAuction(),
  memory.hurst(),
  memory.efficiencyRatio(),
  ...each(memory.varianceRatio, 2, 5),
  ...each(memory.autocorrelation, 1, 5),
  fracDiff(),
  ...periods(sma, 5, 10, 20, 50, 200),
  ...periods(ema, 5, 9, 12, 20, 26, 50, 200),
  vwap(),
  rsi(),
  macd.line(),
  macd.signal(),
  macd.histogram(),
  stochastic.k(),
  stochastic.d(),
  adx(),
  adx.plusDi(),
  adx.minusDi(),
  trueRange(),
  ...periods(atr, 14, 20),
  natr(),
  bollinger.upper(),
  bollinger.middle(),
  bollinger.lower(),
  bollinger.width(),
];

/** Every feature of the catalogue with its default parameters, by id, in the catalogue's order. */
export const catalogue: ReadonlyMap<string, FeatureSpec> = new Map(specs.map((spec) => [spec.meta.id, spec]));

export function featureById(id: string): FeatureSpec | undefined {
  return catalogue.get(id);
}

/** Up to 3 ids of the catalogue most like `id`. */
export function nearestFeatureIds(id: string): readonly string[] {
  return nearestIds(id, catalogue.keys());
}
