// Sequences of observations and a first guess in; the hidden Markov model that fits them best near that guess out.

import type { GaussianHmm } from '../../core/regime/gaussian-hmm.ts';
import { HmmFilter } from '../../core/regime/hmm-filter.ts';

/** One session; sequences are independent of each other. */
export interface ObservationSequence {
  readonly dimensions: number;
  /** Row by row: time t, dimension d at t × dimensions + d. Meaningless where `present[t]` is 0. */
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

export interface FitRules {
  readonly mostIterations: number;
  /** Gain of log likelihood per observation below which the fit has come to rest. */
  readonly tolerance: number;
  /** No variance falls below it: else a state on two equal observations has an endless likelihood. */
  readonly leastVariance: number;
  readonly onIteration?: (iteration: number, logLikelihood: number) => void;
}

export interface HmmFit {
  readonly model: GaussianHmm;
  /** Of the model that is given. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly isAtRest: boolean;
}

/**
 * Baum and others 1970 in the scaled form of Rabiner 1989 (V.A), over several sequences (V.B). The likelihood never falls, but by
 * the floor of the variances. Times without an observation count for the chain only.
 */
export function baumWelch(sequences: readonly ObservationSequence[], first: GaussianHmm, rules: FitRules): HmmFit {
  const observations = sequences.reduce((sum, { present }) => sum + present.reduce((n, is) => n + is, 0), 0);
  let model = first;
  let before = Number.NEGATIVE_INFINITY;
  for (let iteration = 1; ; iteration++) {
    const counts = new ExpectedCounts(model);
    for (const sequence of sequences) counts.add(sequence);
    const { logLikelihood } = counts;
    rules.onIteration?.(iteration, logLikelihood);
    const isAtRest = logLikelihood - before < rules.tolerance * observations;
    if (isAtRest || iteration >= rules.mostIterations) return { model, logLikelihood, iterations: iteration, isAtRest };
    before = logLikelihood;
    model = counts.model(rules.leastVariance);
  }
}

/** What the sequences say of each state and step under a model: the sums of the expectation step. */
class ExpectedCounts {
  logLikelihood = 0;
  private readonly present: GaussianHmm;
  private readonly filter: HmmFilter;
  private readonly states: number;
  private readonly dimensions: number;
  private readonly transition: Float64Array;
  private readonly starts: Float64Array;
  private readonly moves: Float64Array;
  private readonly weights: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;

  constructor(model: GaussianHmm) {
    this.present = model;
    this.filter = new HmmFilter(model);
    this.states = model.start.length;
    this.dimensions = model.means[0]!.length;
    this.transition = Float64Array.from(model.transition.flat());
    this.starts = new Float64Array(this.states);
    this.moves = new Float64Array(this.states * this.states);
    this.weights = new Float64Array(this.states);
    this.sums = new Float64Array(this.states * this.dimensions);
    this.squares = new Float64Array(this.states * this.dimensions);
  }

  add(sequence: ObservationSequence): void {
    const { states } = this;
    const steps = sequence.present.length;
    const forward = new Float64Array(steps * states);
    /** Density over the probability of the observation given those before. */
    const gains = new Float64Array(steps * states);
    this.forward(sequence, forward, gains);
    this.backward(sequence, forward, gains);
  }

  private forward({ values, present }: ObservationSequence, forward: Float64Array, gains: Float64Array): void {
    const { states, dimensions, filter } = this;
    filter.reset();
    for (let t = 0; t < present.length; t++) {
      if (present[t] === 1) {
        filter.observe(values.subarray(t * dimensions, (t + 1) * dimensions));
        this.logLikelihood += filter.logLikelihood;
        const scale = Math.exp(filter.logShift - filter.logLikelihood);
        for (let s = 0; s < states; s++) gains[t * states + s] = filter.densities[s]! * scale;
      } else {
        filter.skip();
        gains.fill(1, t * states, (t + 1) * states);
      }
      forward.set(filter.probabilities, t * states);
    }
  }

  private backward(sequence: ObservationSequence, forward: Float64Array, gains: Float64Array): void {
    const { states, transition, moves } = this;
    let after = new Float64Array(states).fill(1);
    let here = new Float64Array(states);
    for (let t = sequence.present.length - 1; t >= 0; t--) {
      this.observe(sequence, t, forward, after);
      if (t === 0) break;
      for (let from = 0; from < states; from++) {
        let sum = 0;
        for (let to = 0; to < states; to++) {
          const way = transition[from * states + to]! * gains[t * states + to]! * after[to]!;
          sum += way;
          moves[from * states + to] = moves[from * states + to]! + forward[(t - 1) * states + from]! * way;
        }
        here[from] = sum;
      }
      [after, here] = [here, after];
    }
  }

  /** Adds time t, whose smoothed probability of a state is forward × after. */
  private observe(
    { values, present }: ObservationSequence,
    t: number,
    forward: Float64Array,
    after: Float64Array,
  ): void {
    const { states, dimensions, weights, sums, squares } = this;
    for (let s = 0; s < states; s++) {
      const weight = forward[t * states + s]! * after[s]!;
      if (t === 0) this.starts[s] = this.starts[s]! + weight;
      if (present[t] === 0) continue;
      weights[s] = weights[s]! + weight;
      for (let d = 0; d < dimensions; d++) {
        const at = s * dimensions + d;
        // around the present mean, so that the variance is no difference of large sums
        const distance = values[t * dimensions + d]! - this.present.means[s]![d]!;
        sums[at] = sums[at]! + weight * distance;
        squares[at] = squares[at]! + weight * distance * distance;
      }
    }
  }

  /** The maximisation step. A state that nothing speaks for stays as it was. */
  model(leastVariance: number): GaussianHmm {
    const { states, dimensions, present, weights, sums, squares } = this;
    const rows = Array.from({ length: states }, (_, s) => s);
    const columns = Array.from({ length: dimensions }, (_, d) => d);
    const shift = (s: number, d: number): number => sums[s * dimensions + d]! / weights[s]!;
    const isSeen = (s: number): boolean => weights[s]! > 0;
    const variance = (s: number, d: number): number => squares[s * dimensions + d]! / weights[s]! - shift(s, d) ** 2;
    return {
      start: shares([...this.starts], present.start),
      transition: rows.map((s) =>
        shares([...this.moves.subarray(s * states, (s + 1) * states)], present.transition[s]!),
      ),
      means: rows.map((s) => columns.map((d) => present.means[s]![d]! + (isSeen(s) ? shift(s, d) : 0))),
      variances: rows.map((s) =>
        columns.map((d) => (isSeen(s) ? Math.max(leastVariance, variance(s, d)) : present.variances[s]![d]!)),
      ),
    };
  }
}

function shares(weights: readonly number[], otherwise: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : otherwise;
}
