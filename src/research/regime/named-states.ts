// The states of a fitted hidden Markov model in; which regime each of them is, by its drift and volatility, out.

import type { GaussianHmm } from '../../core/regime/gaussian-hmm.ts';
import type { FittedHmm } from '../../core/regime/hmm-settings.ts';
import type { RegimeKind } from '../../core/regime/regime.ts';

export interface NamingRules {
  /** Mean return of a state over its own standard deviation from which on it is a trend. */
  readonly trendShare: number;
  /** Standardised volatility above which a state without a trend is not to be traded: undefined instead of range. */
  readonly wildVolatility: number;
}

/** One kind for each state; the drift is that of the return as traded, not of its distance from the mean of the training. */
export function namedStates(
  { means, variances }: GaussianHmm,
  { means: centres, deviations }: FittedHmm['observation'],
  { trendShare, wildVolatility }: NamingRules,
): readonly RegimeKind[] {
  return means.map(([meanReturn, volatility], state): RegimeKind => {
    const drift = (meanReturn! + centres[0]! / deviations[0]!) / Math.sqrt(variances[state]![0]!);
    if (Math.abs(drift) >= trendShare) return drift > 0 ? 'trend_up' : 'trend_down';
    return volatility! > wildVolatility ? 'undefined' : 'range';
  });
}
