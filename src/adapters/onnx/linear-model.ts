// The shapes of the linear models that are trained here and written as ONNX: standardise, then weigh, then softmax or cut at zero.

/** z = (x − mean) / scale for each input; scales are above zero. */
export interface Standardisation {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** P(class) = softmax(z · weights + bias), classes in the order down, flat, up. */
export interface SoftmaxModel extends Standardisation {
  /** Row-major [inputs, 3]. */
  readonly weights: Float64Array;
  /** [3]. */
  readonly bias: Float64Array;
}

/** Expected absolute return = max(0, z · weights + bias), a fraction. */
export interface MagnitudeModel extends Standardisation {
  /** [inputs]. */
  readonly weights: Float64Array;
  readonly bias: number;
}

export const CLASSES = 3;
