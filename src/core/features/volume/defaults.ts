// Nothing in; the measures of volume of the catalogue with their default parameters out.

import { eachOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import { chaikinMoneyFlow, chaikinOscillator, mfi } from './money-flow.ts';
import { easeOfMovement, forceIndex } from './moves-with-volume.ts';
import { adLine, obv, pvt } from './session-lines.ts';
import { avgTradeSize, tradeIntensity, tradeIntensityRatio } from './trade-rate.ts';
import * as volume from './volume.ts';
import { nvi, pvi } from './volume-index.ts';
import { volumeOscillator } from './volume-oscillator.ts';
import { obvMomentum, pvtMomentum } from './volume-trend.ts';
import { vwap } from './vwap.ts';

export const volumeDefaults: readonly FeatureSpec[] = [
  ...eachOf(volume.volumeRatio, 5, 10, 20, 50, 100),
  ...eachOf(volume.volumeZ, 20, 50, 100),
  ...eachOf(volume.volumeMomentum, 5, 10, 20),
  tradeIntensity(),
  tradeIntensityRatio(),
  avgTradeSize(),
  vwap(),
  vwap.distance(),
  pvtMomentum(),
  obvMomentum(),
  obv(),
  adLine(),
  pvt(),
  nvi(),
  pvi(),
  chaikinMoneyFlow(),
  mfi(),
  chaikinOscillator(),
  forceIndex(),
  easeOfMovement(),
  volumeOscillator(),
];
