// What a model ensemble says about the next candles, and the events that carry its answer or its silence.

export interface MemberPrediction {
  readonly file: string;
  readonly weight: number;
  /** P(up) − P(down), for members that tell a direction. */
  readonly direction: number | undefined;
  /** Expected absolute return as a fraction, for members that tell a magnitude. */
  readonly magnitude: number | undefined;
}

export interface Prediction {
  /** P(up) − P(down), −1..1. */
  readonly direction: number;
  /** Expected absolute return at the horizon, a fraction, ≥ 0. */
  readonly magnitude: number;
  /** Agreement of the members, 0..1. */
  readonly confidence: number;
  readonly probabilities: { readonly down: number; readonly flat: number; readonly up: number };
  readonly members: readonly MemberPrediction[];
}

/** The model answered. `requestSeq` is the seq of the event at whose decision it was asked. */
export interface PredictionReady {
  readonly kind: 'predictionReady';
  readonly strategyId: string;
  readonly requestSeq: number;
  readonly prediction: Prediction;
}

/** The model did not answer in time, or failed. There is no fallback: this is a HOLD. */
export interface PredictionTimedOut {
  readonly kind: 'predictionTimedOut';
  readonly strategyId: string;
  readonly requestSeq: number;
  readonly reason: string;
}
