// Two columns of the same rows in; how much they go together, from -1 to 1, over the rows that have both, out.

import { commonLength, type NumberColumn, numbersOf } from '../plots/figure-columns.ts';

export interface CorrelationOptions {
  /** Of the places in order (Spearman) in place of the values (Pearson): single giants do not decide. */
  readonly ranks?: boolean | undefined;
}

/** Undefined where fewer than three rows have both, or one of the columns does not move. UserError `figure-input`. */
export function correlation(
  first: NumberColumn,
  second: NumberColumn,
  { ranks = false }: CorrelationOptions = {},
): number | undefined {
  const [a, b] = [numbersOf('first', first), numbersOf('second', second)];
  commonLength({ first: a, second: b });
  const rows = [...a.keys()].filter((row) => !Number.isNaN(a[row]) && !Number.isNaN(b[row]));
  if (rows.length < 3) return undefined;
  const known = [a, b].map((column) => Float64Array.from(rows, (row) => column[row]!));
  const [x, y] = (ranks ? known.map(ranksOf) : known) as [Float64Array, Float64Array];
  const [xx, xy, yy] = [products(x, x), products(x, y), products(y, y)];
  return xx === 0 || yy === 0 ? undefined : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

function products(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let sum = 0;
  for (let row = 0; row < x.length; row += 1) sum += (x[row]! - meanX) * (y[row]! - meanY);
  return sum;
}

/** Equal values share the mean of their places. */
function ranksOf(values: Float64Array): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}
