// Observed choices in; how likely each choice is out, to draw from and to compare with another.

import type { ParameterValue } from '../../../core/signal/strategy-parameters.ts';
import type { Random } from '../../../simulation/random.ts';
import type { ChoiceDimension } from './space.ts';

/** Weighted counts of a categorical parameter in TPE, smoothed by the prior spread over all choices. */
export class ParzenChoice {
  private readonly values: readonly ParameterValue[];
  private readonly shares: Float64Array;

  /** `weights` of the observations and, last, of the prior; any positive scale. */
  constructor({ values }: ChoiceDimension, observed: readonly ParameterValue[], weights: readonly number[]) {
    this.values = values;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.shares = new Float64Array(values.length).fill(weights[observed.length]! / sum / values.length);
    observed.forEach((value, k) => {
      this.shares[values.indexOf(value)]! += weights[k]! / sum;
    });
  }

  draw(random: Random): ParameterValue {
    let place = random.float();
    for (let k = 0; k < this.shares.length - 1; k++) {
      place -= this.shares[k]!;
      if (place < 0) return this.values[k]!;
    }
    return this.values.at(-1)!;
  }

  logDensity(value: ParameterValue): number {
    return Math.log(this.shares[this.values.indexOf(value)]!);
  }
}
