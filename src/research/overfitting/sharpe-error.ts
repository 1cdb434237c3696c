// Takes net results by day; gives the standard error of their Sharpe ratio and the factor that annualises it, days not independent.

import { dailySeries } from './daily-series.ts';

/**
 * Standard error of the Sharpe ratio of one day, for any distribution; undefined where all days are equal. With `lags` above 0 also for
 * days that depend on each other, by the weights of W. Newey and K. West (1987); without, it is that of Mertens. Source: A. Lo, "The
 * Statistics of Sharpe Ratios", Financial Analysts Journal 58 (2002), appendix A (the delta method on mean and variance).
 */
export function sharpeStandardError(daily: ArrayLike<number>, lags = 0): number | undefined {
  const days = dailySeries('daily', daily);
  if (days.every((value) => value === days[0])) return undefined;
  const count = days.length;
  let mean = 0;
  for (const value of days) mean += value / count;
  let variance = 0;
  for (const value of days) variance += (value - mean) ** 2 / count;
  const deviation = Math.sqrt(variance);
  // what each day moves the ratio by
  const influence = days.map((value) => {
    const standard = (value - mean) / deviation;
    return standard - (mean / deviation / 2) * (standard * standard - 1);
  });
  let longRun = autocovariance(influence, 0);
  const most = Math.min(lags, count - 1);
  for (let lag = 1; lag <= most; lag += 1) longRun += 2 * (1 - lag / (most + 1)) * autocovariance(influence, lag);
  return Math.sqrt(Math.max(0, longRun) / count);
}

/** Autocorrelations of lags 1 to `lags`; zeros where all days are equal. */
export function autocorrelations(daily: ArrayLike<number>, lags: number): Float64Array {
  const days = dailySeries('daily', daily);
  let mean = 0;
  for (const value of days) mean += value / days.length;
  const centred = days.map((value) => value - mean);
  const variance = autocovariance(centred, 0);
  return Float64Array.from({ length: lags }, (_, place) => {
    return variance === 0 ? 0 : autocovariance(centred, place + 1) / variance;
  });
}

/**
 * What a Sharpe ratio of one period is multiplied by to be that of `periods`: √periods for independent ones, less where gains follow gains:
 * q ÷ √(q + 2 Σ (q − k) ρₖ), lags that are not given taken as 0. Undefined where the sum under the root is not above 0. Source: the
 * same paper, equation 20.
 */
export function annualFactor(periods: number, correlations: ArrayLike<number> = []): number | undefined {
  let under = periods;
  for (let lag = 1; lag < periods && lag <= correlations.length; lag += 1) {
    under += 2 * (periods - lag) * correlations[lag - 1]!;
  }
  return under > 0 ? periods / Math.sqrt(under) : undefined;
}

/** Of values with mean 0; divided by their number. */
function autocovariance(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let at = lag; at < values.length; at += 1) sum += values[at]! * values[at - lag]!;
  return sum / values.length;
}
