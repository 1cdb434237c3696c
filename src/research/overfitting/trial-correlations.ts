// Takes the daily results of trials; gives the correlations of all pairs, row by row.

import { dotProduct } from './dot-product.ts';

/** Square matrix of `size` rows. */
export interface Correlations {
  readonly size: number;
  readonly values: Float64Array;
}

/** A correlation nearer to 1 than this is that of copies: rounding must not make a difference between them. */
const ROUNDING = 1e-12;

/** Pearson's, with ones on the diagonal. A trial without any move is related to none. */
export function trialCorrelations(series: readonly Float64Array[]): Correlations {
  const size = series.length;
  const standard = series.map(standardised);
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    values[row * size + row] = 1;
    const a = standard[row]!;
    for (let column = 0; column < row; column += 1) {
      const b = standard[column]!;
      const product = dotProduct(a, 0, b, 0, a.length);
      const bounded = Math.abs(product) > 1 - ROUNDING ? Math.sign(product) : product;
      values[row * size + column] = bounded;
      values[column * size + row] = bounded;
    }
  }
  return { size, values };
}

/** Mean of the correlations of two different trials; 0 for a single one. */
export function meanCorrelation({ size, values }: Correlations): number {
  if (size < 2) return 0;
  const all = values.reduce((sum, value) => sum + value, 0);
  return (all - size) / (size * (size - 1));
}

/** Mean 0, and squares that sum to 1. */
function standardised(daily: Float64Array): Float64Array {
  const mean = daily.reduce((sum, value) => sum + value, 0) / daily.length;
  const centred = daily.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  const isStill = daily.every((value) => value === daily[0]);
  return centred.map((value) => (isStill ? 0 : value / length));
}
