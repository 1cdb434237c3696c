// Takes an estimated Sharpe ratio and a benchmark; gives the probability that the true one is above it, and the length that proves it.

import { UserError } from '../../adapters/user-error.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';
import type { SharpeEstimate } from './sharpe-estimate.ts';

/** Moments of one set of numbers can miss the bound of Pearson by rounding only. */
const ROUNDING = 1e-9;

/**
 * Days × variance of the estimate: 1 − γ₃·SR + (γ₄ − 1)/4·SR² (E. Mertens 2002), for independent days of any distribution. UserError
 * `bad-moments` where no distribution has this skewness and kurtosis.
 */
function sharpeVariance({ sharpe, skewness, kurtosis }: SharpeEstimate): number {
  if (!(kurtosis >= 1 + skewness * skewness - ROUNDING)) {
    throw new UserError({
      code: 'bad-moments',
      message: `no distribution has skewness ${skewness} and kurtosis ${kurtosis}`,
      fix: 'Give the kurtosis that a normal distribution has 3 of, not the excess over it.',
      field: 'kurtosis',
    });
  }
  return Math.max(0, 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe);
}

/**
 * Probabilistic Sharpe ratio, 0..1: how sure it is that the true Sharpe ratio is above `benchmark`, both of one day. Source: D. Bailey
 * and M. López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012), equation 11.
 */
export function probabilisticSharpe(estimate: SharpeEstimate, benchmark = 0): number {
  const above = (estimate.sharpe - benchmark) * Math.sqrt(estimate.days - 1);
  return above === 0 ? 0.5 : normalCdf(above / Math.sqrt(sharpeVariance(estimate)));
}

/**
 * Minimum track record length: days after which an estimate like this one is above `benchmark` with probability `confidence`, if the
 * coming days are like those seen. Undefined where the estimate itself is not above it. Source: the same paper, equation 13.
 */
export function minimumTrackRecord(estimate: SharpeEstimate, benchmark = 0, confidence = 0.95): number | undefined {
  const above = estimate.sharpe - benchmark;
  if (!(above > 0)) return undefined;
  return 1 + sharpeVariance(estimate) * (normalQuantile(confidence) / above) ** 2;
}
