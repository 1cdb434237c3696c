// Nothing in; the indicators of momentum of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { macd } from './macd.ts';
import { rsi } from './rsi.ts';
import { stochastic } from './stochastic.ts';

export const oscillatorsDefaults: readonly FeatureSpec[] = [
  rsi(),
  macd.line(),
  macd.signal(),
  macd.histogram(),
  stochastic.k(),
  stochastic.d(),
  rsi.distance50(),
  rsi.mean(),
  rsi.extreme(),
  macd.cross(),
  macd.slope(),
  stochastic.cross(),
];
