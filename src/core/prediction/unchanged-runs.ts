// Rows of features candle by candle in; for how many candles in which the close moved each has stayed the same, out.

import type { FeatureVector } from '../features/feature-vector.ts';

/** Candles of one session of one instrument. A value that was carried on from an earlier candle counts for nothing. */
export class UnchangedRuns {
  /** By column: candles in a row, in each of which the close was another than before and the value was not. */
  readonly runs: Uint32Array;
  private readonly values: Float64Array;
  private close = Number.NaN;

  constructor(columns: number) {
    this.runs = new Uint32Array(columns);
    this.values = new Float64Array(columns).fill(Number.NaN);
  }

  /** After the features took the candle. */
  update({ values, ready, ages }: FeatureVector, candle: { readonly close: number }): void {
    const moved = !Number.isNaN(this.close) && candle.close !== this.close;
    this.close = candle.close;
    for (let column = 0; column < this.runs.length; column++) {
      if (ready[column] === 0) {
        this.runs[column] = 0;
        this.values[column] = Number.NaN;
      } else if (ages[column] === 0) {
        if (values[column] !== this.values[column]) this.runs[column] = 0;
        else if (moved) this.runs[column]! += 1;
        this.values[column] = values[column]!;
      }
    }
  }
}
