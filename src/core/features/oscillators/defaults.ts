// Nothing in; the indicators of momentum of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { awesomeOscillator } from './awesome-oscillator.ts';
import { cci } from './cci.ts';
import { momentumIndicator, roc, trix } from './change.ts';
import { connorsRsi } from './connors-rsi.ts';
import { macd } from './macd.ts';
import { cmo, rsi } from './rsi.ts';
import { stochRsi } from './stoch-rsi.ts';
import { stochastic } from './stochastic.ts';
import { tsi } from './tsi.ts';
import { ultimateOscillator } from './ultimate-oscillator.ts';
import { williamsR } from './williams-r.ts';

export const oscillatorsDefaults: readonly FeatureSpec[] = [
  rsi(),
  macd.line(),
  macd.signal(),
  macd.histogram(),
  stochastic.k(),
  stochastic.d(),
  stochRsi.k(),
  stochRsi.d(),
  williamsR(),
  cci(),
  roc(),
  momentumIndicator(),
  cmo(),
  trix(),
  ultimateOscillator(),
  awesomeOscillator(),
  tsi(),
  connorsRsi(),
  rsi.distance50(),
  rsi.mean(),
  rsi.extreme(),
  macd.cross(),
  macd.slope(),
  stochastic.cross(),
];
