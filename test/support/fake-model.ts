// Takes what a model shall say; gives its manifest and a predictor in memory that says it.
import type { ModelManifest, RegimeThresholds } from '../../src/core/prediction/model-manifest.ts';
import type { Prediction } from '../../src/core/prediction/prediction.ts';
import type { PredictionAnswer, PredictionRequest, Predictor } from '../../src/core/prediction/predictor.ts';

const lowest: RegimeThresholds = {
  regimeConfidence: 0,
  probability: 0,
  direction: 0.3,
  magnitude: 0.0001,
  confidence: 0.6,
};

export function fakeModel(inputs: readonly string[], changes: Partial<ModelManifest> = {}): ModelManifest {
  return {
    schemaVersion: 1,
    name: 'fake',
    members: [],
    inputs,
    schemaHash: '',
    horizonCandles: 5,
    candle: '1m',
    warmupCandles: 50,
    regimeDetector: { id: 'fixed-trend_up', parameters: {} },
    confidenceFormula: '',
    thresholds: { fitted: { trend_up: lowest, trend_down: lowest, range: lowest } },
    ranges: inputs.map(() => [-1e9, 1e9]),
    provenance: 'synthetic',
    sideSource: 'feed',
    training: { from: '2025-01-02', to: '2025-01-03' },
    validation: { from: '2025-01-06', to: '2025-01-07' },
    datasets: [],
    golden: { file: 'golden.json', sha256: '', tolerance: 1e-6 },
    ...changes,
  };
}

/** A prediction that passes every gate of a trend up, for a direction above 0.3. */
export function predictionOf(direction: number, changes: Partial<Prediction> = {}): Prediction {
  const up = (1 + direction) / 2;
  return {
    direction,
    magnitude: 0.001,
    confidence: 0.9,
    probabilities: { down: 1 - up, flat: 0, up },
    members: [],
    ...changes,
  };
}

export type Answer = PredictionAnswer | Prediction;

/** Answers as told, request by request; keeps what it was asked. */
export class FakePredictor implements Predictor {
  readonly requests: PredictionRequest[] = [];
  private readonly answer: (request: PredictionRequest, index: number) => Answer;

  constructor(answer: (request: PredictionRequest, index: number) => Answer) {
    this.answer = answer;
  }

  predict(request: PredictionRequest): Promise<PredictionAnswer> {
    this.requests.push(request);
    const answer = this.answer(request, this.requests.length - 1);
    return Promise.resolve('kind' in answer ? answer : { kind: 'prediction', prediction: answer });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
