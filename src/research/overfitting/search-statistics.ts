// Takes all trials of a search and the one that was chosen; gives what is left of its Sharpe ratio after the choosing.

import { UserError } from '../../adapters/user-error.ts';
import { deflatedSharpe } from './deflated-sharpe.ts';
import { type EffectiveTrials, effectiveTrials } from './effective-trials.ts';
import { minimumTrackRecord, probabilisticSharpe } from './probabilistic-sharpe.ts';
import { type SharpeEstimate, sharpeEstimate } from './sharpe-estimate.ts';

/** All Sharpe ratios are of a day. */
export interface SearchStatistics {
  readonly estimate: SharpeEstimate;
  readonly trials: EffectiveTrials;
  /** What the best of so many trials without skill is expected to show. */
  readonly benchmark: number;
  /** Probability that the true Sharpe ratio of the chosen trial is above the benchmark, 0..1. */
  readonly deflated: number;
  /** Probability that it is above 0, as if nothing had been chosen. */
  readonly probabilistic: number;
  /** Days after which a trial like the chosen one is above the benchmark with 95 %; undefined where it is not above it. */
  readonly trackRecordDays: number | undefined;
}

/**
 * Deflated Sharpe ratio of `trials[chosen]` over the effective number of trials. The variance is that of the estimates of trials without skill, 1 ÷
 * (days − 1), and not the spread that the trials happen to have: see docs/decisions/0028-overfitting.md. Undefined where the chosen trial does
 * not differ from day to day. UserError `bad-days`, `bad-trials` where `chosen` is no place among the trials.
 */
export function searchStatistics(
  trials: readonly ArrayLike<number>[],
  chosen: number,
  uncompared = 0,
): SearchStatistics | undefined {
  const daily = trials[chosen];
  if (daily === undefined) {
    throw new UserError({
      code: 'bad-trials',
      message: `the chosen trial has place ${chosen}, and there are ${trials.length}`,
      fix: 'Give the place of the chosen one among all trials, counted from 0.',
      field: 'chosen',
    });
  }
  const estimate = sharpeEstimate(daily);
  if (estimate === undefined) return undefined;
  const effective = effectiveTrials(trials, uncompared);
  const variance = 1 / (estimate.days - 1);
  const { probability, benchmark } = deflatedSharpe(estimate, { trials: effective.effective, variance });
  return {
    estimate,
    trials: effective,
    benchmark,
    deflated: probability,
    probabilistic: probabilisticSharpe(estimate),
    trackRecordDays: minimumTrackRecord(estimate, benchmark),
  };
}
