// What a model's inputs were like in training: stored with the model, so that live inputs are judged by what it has seen.

/** One input on the rows that the model was trained on. */
export interface InputFacts {
  readonly mean: number;
  /** Standard deviation; 0 for an input that was always the same. */
  readonly deviation: number;
  /** 0.1 % and 99.9 % quantile. */
  readonly low: number;
  readonly high: number;
  /** Most candles in a row in which the close moved and the input did not; of one session. */
  readonly unchangedMost: number;
  /** Share of the candles in which the close moved and the input did not, 0..1. */
  readonly unchangedShare: number;
}

/** How inputs went together: distance = |L⁻¹ z| with z = (value − mean) / deviation over the columns that vary. */
export interface JointFacts {
  /** Positions of the inputs that vary. */
  readonly columns: readonly number[];
  /** L, the Cholesky factor of the shrunk correlation matrix: lower triangle row by row. */
  readonly factor: readonly number[];
  /** Largest distance that is not far: the 99.9 % quantile of the training rows times a slack. */
  readonly limit: number;
}

export interface InputProfile {
  /** Rows it was made from. */
  readonly rows: number;
  /** In input order. */
  readonly inputs: readonly InputFacts[];
  readonly joint: JointFacts;
}

export const PROFILE_QUANTILE = 0.001;
/** Share of the diagonal in the correlation matrix: keeps the distance finite where inputs nearly repeat each other. */
export const PROFILE_SHRINKAGE = 0.1;
/** On the quantile of the training distances: live days differ more from training than training days from each other. */
export const PROFILE_DISTANCE_SLACK = 1.5;
