// What evaluates a fitted model: rows of float32 inputs in, raw scores in double precision out, without allocating.

export interface Scorer {
  /** Columns that it reads, in the order of the model's inputs. */
  readonly inputs: number;
  /** Raw scores of a row. */
  readonly outputs: number;
  /**
   * Writes the raw scores of rows `from` to `to` − 1 of the columns to `out`, row by row, the first at `out[0]`. Throws RangeError for a
   * missing value (NaN) in a model that takes none.
   */
  scores(columns: readonly Float32Array[], from: number, to: number, out: Float64Array): void;
  /** The same for one row of inputs. */
  scoreRow(row: Float32Array, out: Float64Array): void;
}
