// Seeded random numbers in; hidden Markov models and sequences drawn from them out.

import type { GaussianHmm } from '../../../src/core/regime/gaussian-hmm.ts';
import type { Random } from '../../../src/simulation/random.ts';

/** One observation, or none. */
export type Seen = readonly number[] | undefined;

function shares(random: Random, count: number): number[] {
  const weights = Array.from({ length: count }, () => 0.05 + random.float());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export function randomHmm(random: Random, states: number, dimensions: number): GaussianHmm {
  const each = Array.from({ length: states }, (_, s) => s);
  const values = (of: () => number): number[] => Array.from({ length: dimensions }, of);
  return {
    start: shares(random, states),
    transition: each.map(() => shares(random, states)),
    means: each.map(() => values(() => 4 * random.float() - 2)),
    variances: each.map(() => values(() => 0.2 + random.float())),
  };
}

export function sampleHmm(
  random: Random,
  model: GaussianHmm,
  steps: number,
): { readonly seen: (readonly number[])[]; readonly states: number[] } {
  const draw = (weights: readonly number[]): number => {
    let left = random.float();
    const found = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return found < 0 ? weights.length - 1 : found;
  };
  const states: number[] = [];
  const seen: (readonly number[])[] = [];
  for (let t = 0; t < steps; t++) {
    const state = draw(t === 0 ? model.start : model.transition[states[t - 1]!]!);
    states.push(state);
    seen.push(model.means[state]!.map((mean, d) => mean + random.normal() * Math.sqrt(model.variances[state]![d]!)));
  }
  return { seen, states };
}
