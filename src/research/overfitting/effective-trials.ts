// Takes the daily results of all trials of a search; gives how many independent ones they are worth, and how their Sharpe ratios spread.

import { correlatedMaximum } from './correlated-maximum.ts';
import { trialSeries } from './daily-series.ts';
import { trialsOfMaximum } from './expected-maximum.ts';
import { sharpeEstimate } from './sharpe-estimate.ts';
import { trialClusters } from './trial-clusters.ts';
import { meanCorrelation, trialCorrelations } from './trial-correlations.ts';

export interface EffectiveTrials {
  /** The larger of `clusters` and `equalMaximum`, and every trial that could not be compared; 1 or more. */
  readonly effective: number;
  /** Trials that were compared: those whose days differ. One that never trades cannot win by luck. */
  readonly compared: number;
  /** Those of them whose correlations were looked at: all up to 1,500, above that so many, spread evenly, and the result scaled up. */
  readonly sampled: number;
  /** Trials of which only the number is known. */
  readonly uncompared: number;
  /** Independent trials whose best is expected to be as good by luck as the best of these. */
  readonly equalMaximum: number;
  /** Groups of variants, undefined where trials do not fall into groups. */
  readonly clusters: number | undefined;
  /** Mean silhouette of the groups. */
  readonly silhouette: number | undefined;
  /** ρ + (1 − ρ)·N with the mean correlation ρ: the rule of Bailey and López de Prado (2014), for comparison only. */
  readonly byMeanCorrelation: number;
  /** Sharpe ratios of a day: of one portfolio for each cluster, or of each trial where there are none. */
  readonly sharpes: Float64Array;
}

/** The matrix of all pairs takes memory and time by the square. */
const MOST_SAMPLED = 1500;

/**
 * What the number of trials of a deflated Sharpe ratio should be. UserError `bad-days` where series differ in length or hold what is no number.
 */
export function effectiveTrials(trials: readonly ArrayLike<number>[], uncompared = 0): EffectiveTrials {
  const moving = trialSeries(trials).filter((daily) => daily.some((value) => value !== daily[0]));
  const sample = spreadEvenly(moving, MOST_SAMPLED);
  const correlations = trialCorrelations(sample);
  const [count, scale] = [sample.length, sample.length === 0 ? 1 : moving.length / sample.length];
  const equalMaximum = count < 2 ? 1 : Math.min(count, trialsOfMaximum(correlatedMaximum(correlations)));
  const found = trialClusters(correlations);
  const mean = meanCorrelation(correlations);
  const compared = count === 0 ? 0 : scale * Math.max(found?.clusters.length ?? 1, equalMaximum);
  return {
    effective: Math.max(1, compared + uncompared),
    compared: moving.length,
    sampled: count,
    uncompared,
    equalMaximum: scale * equalMaximum,
    clusters: found?.clusters.length,
    silhouette: found?.silhouette,
    byMeanCorrelation: Math.max(1, mean + (1 - mean) * moving.length),
    sharpes: Float64Array.from(
      found === undefined ? sample : found.clusters.map((cluster) => portfolio(cluster.map((place) => sample[place]!))),
      (daily) => sharpeEstimate(daily)?.sharpe ?? 0,
    ),
  };
}

function spreadEvenly(series: readonly Float64Array[], most: number): readonly Float64Array[] {
  if (series.length <= most) return series;
  return Array.from({ length: most }, (_, at) => series[Math.floor((at * series.length) / most)]!);
}

/** Weights by inverse variance, as López de Prado and Lewis have it: no wild variant speaks for its cluster. */
function portfolio(members: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(members[0]!.length);
  for (const daily of members) {
    const mean = daily.reduce((total, value) => total + value, 0) / daily.length;
    const variance = daily.reduce((total, value) => total + (value - mean) ** 2, 0) / daily.length;
    for (let day = 0; day < sum.length; day += 1) sum[day]! += daily[day]! / variance;
  }
  return sum;
}
