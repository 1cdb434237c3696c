// Nothing in; the measures of volume of the catalogue with their default parameters out.

import { eachOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import * as volume from './volume.ts';
import { obvMomentum, pvtMomentum } from './volume-trend.ts';
import { vwap } from './vwap.ts';

export const volumeDefaults: readonly FeatureSpec[] = [
  ...eachOf(volume.volumeRatio, 5, 10, 20, 50, 100),
  ...eachOf(volume.volumeZ, 20, 50, 100),
  ...eachOf(volume.volumeMomentum, 5, 10, 20),
  volume.tradeIntensity(),
  volume.tradeIntensityRatio(),
  volume.avgTradeSize(),
  vwap(),
  vwap.distance(),
  pvtMomentum(),
  obvMomentum(),
];
