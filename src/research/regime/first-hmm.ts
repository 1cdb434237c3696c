// Sequences of observations and random numbers in; a first guess of a hidden Markov model for a fit to start from out.

import type { GaussianHmm } from '../../core/regime/gaussian-hmm.ts';
import type { Random } from '../../simulation/random.ts';
import type { ObservationSequence } from './baum-welch.ts';

/** States are held for about so many candles at first. */
const FIRST_STAY = 20;

/**
 * Means are observations that were drawn, each after the first with a chance in proportion to its squared distance from the nearest drawn
 * so far (k-means++, Arthur and Vassilvitskii 2007); variances are 1, those of standardised observations.
 */
export function firstHmm(sequences: readonly ObservationSequence[], states: number, random: Random): GaussianHmm {
  const rows = sequences.flatMap(rowsOf);
  const means = [random.choice(rows)];
  while (means.length < states) {
    const distances = rows.map((row) => Math.min(...means.map((mean) => squaredDistance(row, mean))));
    means.push(rows[drawn(distances, random)]!);
  }
  const stay = states === 1 ? 1 : 1 - 1 / FIRST_STAY;
  const each = Array.from({ length: states }, (_, s) => s);
  return {
    start: each.map(() => 1 / states),
    transition: each.map((from) => each.map((to) => (from === to ? stay : (1 - stay) / (states - 1)))),
    means,
    variances: means.map((mean) => mean.map(() => 1)),
  };
}

function rowsOf({ dimensions, values, present }: ObservationSequence): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = [];
  present.forEach((is, t) => {
    if (is === 1) rows.push([...values.subarray(t * dimensions, (t + 1) * dimensions)]);
  });
  return rows;
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, d) => sum + (x - b[d]!) ** 2, 0);
}

/** An index, with chances in proportion to the weights. */
function drawn(weights: readonly number[], random: Random): number {
  let left = random.float() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found < 0 ? weights.length - 1 : found;
}
