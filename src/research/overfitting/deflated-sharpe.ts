// Takes the Sharpe ratio of the best of several trials; gives how sure it is that skill is in it, after what choosing alone would give.

import { expectedMaximum } from './expected-maximum.ts';
import { probabilisticSharpe } from './probabilistic-sharpe.ts';
import type { SharpeEstimate } from './sharpe-estimate.ts';

export interface TrialsTried {
  /** Independent trials, or the number of independent ones that the trials are worth; 1 or more. */
  readonly trials: number;
  /** Variance of the Sharpe ratios of the trials, of one day (an annualised one ÷ days of a year). */
  readonly variance: number;
}

export interface DeflatedSharpe {
  /** Probability that the true Sharpe ratio is above the benchmark, 0..1. */
  readonly probability: number;
  /** Expected Sharpe ratio of the best of the trials if none had skill, of one day. */
  readonly benchmark: number;
}

/**
 * Deflated Sharpe ratio. Source: D. Bailey and M. López de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias, Backtest
 * Overfitting and Non-Normality", Journal of Portfolio Management 40 (2014). UserError `bad-trials`, `bad-moments`.
 */
export function deflatedSharpe(estimate: SharpeEstimate, { trials, variance }: TrialsTried): DeflatedSharpe {
  const benchmark = Math.sqrt(variance) * expectedMaximum(trials);
  return { probability: probabilisticSharpe(estimate, benchmark), benchmark };
}
