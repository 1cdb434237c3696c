// The numbers that a trainer reads: a matrix of inputs, which rows and columns of it to use, a weight for each row.

export interface TrainingMatrix {
  /** Input ids in column order. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** Row-major [rows, columns]; finite, and exact float32, since that is what the model will be given. */
  readonly values: Float64Array;
}

export interface TrainingSample {
  readonly matrix: TrainingMatrix;
  /** Row numbers of the matrix. */
  readonly rows: Uint32Array;
  /** Column numbers that the model may use; the others get a weight of 0. */
  readonly columns: readonly number[];
  /** One per used row, above zero. */
  readonly weights: Float64Array;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

export function refused(reason: string): Refused {
  return { kind: 'refused', reason };
}
