// A request in, the same prepared prediction out at once: everything of a decision but the inference.

import type { Prediction } from '../src/core/prediction/prediction.ts';
import type { PredictionAnswer, Predictor } from '../src/core/prediction/predictor.ts';

/** Strong enough for the thresholds of every regime, so that orders, fills and brackets are part of what is measured. */
const prediction: Prediction = {
  direction: 0.7,
  magnitude: 0.001,
  confidence: 0.99,
  probabilities: { down: 0.1, flat: 0.1, up: 0.8 },
  members: [{ file: 'fixed', weight: 1, direction: 0.7, magnitude: 0.001 }],
};
const answer: Promise<PredictionAnswer> = Promise.resolve({ kind: 'prediction', prediction });

export const fixedPredictor: Predictor = {
  predict: () => answer,
  close: () => Promise.resolve(),
};
