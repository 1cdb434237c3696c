// Takes net results by day; gives the Sharpe ratio of a day with what its error depends on: length, skewness and kurtosis.

import { dailySeries } from './daily-series.ts';

/** Not annualised: all formulas of this folder take the period of the observations. */
export interface SharpeEstimate {
  /** Mean ÷ sample standard deviation (n − 1) of a day. */
  readonly sharpe: number;
  readonly days: number;
  /** Third standardised moment, 0 for a normal distribution. */
  readonly skewness: number;
  /** Fourth standardised moment, 3 for a normal distribution: not the excess. */
  readonly kurtosis: number;
}

/** Undefined where all days are equal. UserError `bad-days` below two days. */
export function sharpeEstimate(daily: ArrayLike<number>): SharpeEstimate | undefined {
  const days = dailySeries('daily', daily);
  if (days.every((value) => value === days[0])) return undefined;
  let mean = 0;
  for (const value of days) mean += value / days.length;
  let [squares, cubes, fourths] = [0, 0, 0];
  for (const value of days) {
    const square = (value - mean) ** 2;
    squares += square;
    cubes += square * (value - mean);
    fourths += square * square;
  }
  const variance = squares / days.length;
  return {
    sharpe: mean / Math.sqrt(squares / (days.length - 1)),
    days: days.length,
    skewness: cubes / days.length / variance ** 1.5,
    kurtosis: fourths / days.length / variance ** 2,
  };
}
