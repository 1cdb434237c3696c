// The port to whatever computes member outputs (ONNX): a float32 vector in, the ensemble's prediction out, or the reason for none.

import type { TradedRegime } from './model-manifest.ts';
import type { Prediction } from './prediction.ts';

export interface PredictionRequest {
  readonly strategyId: string;
  readonly requestSeq: number;
  readonly regime: TradedRegime;
  /** Model inputs in manifest order; every one was ready and finite. */
  readonly inputs: Float32Array;
}

export type PredictionAnswer =
  | { readonly kind: 'prediction'; readonly prediction: Prediction }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Predictor {
  /** Never rejects: a failure is an answer. */
  predict(request: PredictionRequest): Promise<PredictionAnswer>;
  close(): Promise<void>;
}
