// Takes values that follow each other; gives the length of blocks by which a bootstrap keeps what they have in common.

import { dailySeries } from './daily-series.ts';
import { autocorrelations } from './sharpe-error.ts';

export interface BlockLength {
  /** Expected length of the blocks of a stationary bootstrap, 1 or more; need not be whole. */
  readonly stationary: number;
  /** Length of the blocks of a circular bootstrap, 1 or more. */
  readonly circular: number;
}

/** Of the bound below which a correlation is taken for none, as the paper advises. */
const LEVEL = 2;

/**
 * The length that estimates the variance of a mean best. 1 for values that do not depend on each other, and where all are equal. Source: D. Politis and
 * H. White, "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric Reviews 23 (2004), with the correction of A. Patton, D.
 * Politis and H. White (2009). UserError `bad-days` below ten values.
 */
export function blockLength(values: ArrayLike<number>): BlockLength {
  const series = dailySeries('values', values, 10);
  const count = series.length;
  const longest = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));
  const quiet = Math.max(5, Math.ceil(Math.log10(count)));
  const lags = Math.ceil(Math.sqrt(count)) + quiet;
  const correlations = autocorrelations(series, lags);
  const bound = LEVEL * Math.sqrt(Math.log10(count) / count);
  const width = Math.min(lags, 2 * firstQuiet(correlations, quiet, bound));
  let [spread, density] = [0, 1];
  for (let lag = 1; lag <= width; lag += 1) {
    const share = lag / width;
    const weight = share <= 0.5 ? 1 : 2 * (1 - share);
    spread += 2 * weight * lag * correlations[lag - 1]!;
    density += 2 * weight * correlations[lag - 1]!;
  }
  if (spread === 0 || density <= 0) return { stationary: 1, circular: 1 };
  const length = (factor: number): number => {
    return Math.max(1, Math.min(longest, ((2 * spread ** 2) / (factor * density ** 2)) ** (1 / 3) * count ** (1 / 3)));
  };
  return { stationary: length(2), circular: length(4 / 3) };
}

/** The lag from which on `quiet` correlations are within the bound; Infinity where there is no such stretch. */
function firstQuiet(correlations: Float64Array, quiet: number, bound: number): number {
  let inside = 0;
  for (const [at, value] of correlations.entries()) {
    inside = Math.abs(value) < bound ? inside + 1 : 0;
    if (inside === quiet) return at + 2 - quiet;
  }
  return Number.POSITIVE_INFINITY;
}
