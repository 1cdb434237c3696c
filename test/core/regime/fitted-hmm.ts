// Nothing in; a small fitted hidden Markov model for tests of the detector out.

import type { FittedHmm } from '../../../src/core/regime/hmm-settings.ts';

/** Fits the seeded candles of the feature tests: returns of 10 candles, quiet and wild, three states. */
export const fittedHmm: FittedHmm = {
  observation: { returnCandles: 10, volatilityCandles: 5, means: [0, -7.5], deviations: [1, 0.4] },
  model: {
    start: [0.25, 0.5, 0.25],
    transition: [
      [0.9, 0.09, 0.01],
      [0.05, 0.9, 0.05],
      [0.01, 0.09, 0.9],
    ],
    means: [
      [-1, 0],
      [0, 0],
      [1, 0],
    ],
    variances: [
      [0.3, 1],
      [0.2, 1],
      [0.3, 1],
    ],
  },
  kinds: ['trend_down', 'range', 'trend_up'],
};
