// The conservative threshold preset `mission`: what a signal must pass in a trend and in a range.

import type { RegimeThresholds, TradedRegime } from '../../core/prediction/model-manifest.ts';

const trend: RegimeThresholds = {
  regimeConfidence: 0.6,
  probability: 0.6,
  direction: 0.7,
  magnitude: 0.003,
  confidence: 0.6,
};

const range: RegimeThresholds = {
  regimeConfidence: 0.6,
  probability: 0.55,
  direction: 0.5,
  magnitude: 0.0015,
  confidence: 0.6,
};

/** On candles of one minute almost nothing passes it: a magnitude of 0.003 is about 16 points of WDO. */
export const missionThresholds: Readonly<Record<TradedRegime, RegimeThresholds>> = {
  trend_up: trend,
  trend_down: trend,
  range,
};
