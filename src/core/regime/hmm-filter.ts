// A hidden Markov model and observations one by one in; the probability of each state, given what was seen so far, out.

import type { GaussianHmm } from './gaussian-hmm.ts';

/**
 * The forward recursion, scaled at each step (Rabiner 1989, III.A and V.A). It never looks ahead. A step without an observation
 * is the prediction alone: the chain moves on and nothing is learned.
 */
export class HmmFilter {
  readonly states: number;
  /** Filtered probabilities; sum 1 after the first step. */
  readonly probabilities: Float64Array;
  /** Densities of the last observation by state, all divided by exp(`logShift`). */
  readonly densities: Float64Array;
  logShift = Number.NaN;
  /** ln of the probability of the last observation given those before. */
  logLikelihood = Number.NaN;
  private readonly dimensions: number;
  private readonly start: Float64Array;
  private readonly transition: Float64Array;
  private readonly means: Float64Array;
  private readonly halfPrecisions: Float64Array;
  private readonly logScales: Float64Array;
  private readonly predicted: Float64Array;
  private begun = false;

  constructor({ start, transition, means, variances }: GaussianHmm) {
    this.states = start.length;
    this.dimensions = means[0]!.length;
    this.start = Float64Array.from(start);
    this.transition = Float64Array.from(transition.flat());
    this.means = Float64Array.from(means.flat());
    this.halfPrecisions = Float64Array.from(variances.flat(), (variance) => 0.5 / variance);
    this.logScales = Float64Array.from(variances, (row) =>
      row.reduce((sum, variance) => sum - 0.5 * Math.log(2 * Math.PI * variance), 0),
    );
    this.probabilities = new Float64Array(this.states);
    this.densities = new Float64Array(this.states);
    this.predicted = new Float64Array(this.states);
  }

  /** Forgets all observations. */
  reset(): void {
    this.begun = false;
  }

  /** One candle: the chain moves (at the first it starts), then the observation weighs its states. */
  observe(observation: Float64Array): void {
    this.predict();
    this.weigh(observation);
    const { states, densities, predicted, probabilities } = this;
    let sum = 0;
    for (let s = 0; s < states; s++) {
      const joint = predicted[s]! * densities[s]!;
      probabilities[s] = joint;
      sum += joint;
    }
    for (let s = 0; s < states; s++) probabilities[s] = probabilities[s]! / sum;
    this.logLikelihood = Math.log(sum) + this.logShift;
  }

  /** A candle without an observation. */
  skip(): void {
    this.predict();
    this.probabilities.set(this.predicted);
  }

  private predict(): void {
    const { states, transition, predicted, probabilities } = this;
    if (!this.begun) {
      this.begun = true;
      predicted.set(this.start);
      return;
    }
    for (let to = 0; to < states; to++) {
      let sum = 0;
      for (let from = 0; from < states; from++) sum += probabilities[from]! * transition[from * states + to]!;
      predicted[to] = sum;
    }
  }

  /** The shift is that of the likeliest state that can be now, so that one of them always keeps a density of 1. */
  private weigh(observation: Float64Array): void {
    const { states, dimensions, means, halfPrecisions, logScales, densities, predicted } = this;
    let shift = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < states; s++) {
      let log = logScales[s]!;
      for (let d = 0; d < dimensions; d++) {
        const at = s * dimensions + d;
        const distance = observation[d]! - means[at]!;
        log -= distance * distance * halfPrecisions[at]!;
      }
      densities[s] = log;
      if (predicted[s]! > 0 && log > shift) shift = log;
    }
    // a state that cannot be now counts for nothing, however well it would fit
    for (let s = 0; s < states; s++) densities[s] = Math.exp(Math.min(0, densities[s]! - shift));
    this.logShift = shift;
  }
}
