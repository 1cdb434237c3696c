// The inputs that a model of plain bars can have: no order flow, no book, no absolute price, so that they carry from year to year.

import type { FeatureSpec } from '../../core/features/feature.ts';
import {
  adx,
  bodyShare,
  bollinger,
  ema,
  returns,
  rsi,
  timeOfDay,
  trendStrength,
  volatility,
  volatilityRatio,
  volumeRatio,
} from '../../core/features/index.ts';

/** 16 inputs, in the order of the model. */
export const barInputs: Readonly<Record<string, FeatureSpec>> = {
  return1: returns({ candles: 1 }),
  return5: returns({ candles: 5 }),
  return20: returns({ candles: 20 }),
  trendStrength: trendStrength(),
  volatility20: volatility({ candles: 20 }),
  volatilityRatio: volatilityRatio({ fast: 5, slow: 20 }),
  rsi: rsi({ period: 14 }),
  adx: adx({ period: 14 }),
  diSpread: adx.spread({ period: 14 }),
  bollinger: bollinger.position({ period: 20 }),
  emaSlope: ema.slope({ period: 20 }),
  priceToEma: ema.distance({ period: 20 }),
  volumeRatio: volumeRatio({ candles: 20 }),
  bodyShare: bodyShare(),
  timeSin: timeOfDay.sin(),
  timeCos: timeOfDay.cos(),
};

/** The part of them that says where the price goes and how much it moves, without oscillators, volume and time. */
export const fewBarInputs: readonly string[] = [
  'return_1',
  'return_5',
  'return_20',
  'volatility_20',
  'emaSlope_20',
  'priceToEma_20',
];
