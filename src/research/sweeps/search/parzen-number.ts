// Observed values of a number in; a mixture of truncated normals around them out, to draw from and to compare with another.

import type { Random } from '../../../simulation/random.ts';
import { normalMass } from './normal-mass.ts';
import { type NumberDimension, nearestIndex, sizeOf, valueAt } from './space.ts';

/** A component is never narrower than the range over this, so that a search cannot lock itself in. */
const NARROWEST = 100;
const DRAWS_MAX = 10_000;

/**
 * The estimator of one parameter in TPE (J. Bergstra and others, "Algorithms for Hyper-Parameter Optimization", 2011): a normal at each
 * observation, as wide as the farther of its neighbours, cut off at the ends of the range, and one wide normal for what was not tried.
 */
export class ParzenNumber {
  private readonly dimension: NumberDimension;
  private readonly low: number;
  private readonly high: number;
  private readonly means: Float64Array;
  private readonly sigmas: Float64Array;
  /** Cumulated weights, the last is 1. */
  private readonly until: Float64Array;
  /** Weight over (sigma x mass inside of the range). */
  private readonly scale: Float64Array;

  /** `weights` of the observations and, last, of the prior; any positive scale. */
  constructor(dimension: NumberDimension, observed: readonly number[], weights: readonly number[]) {
    this.dimension = dimension;
    const half = (dimension.step ?? 0) / 2;
    // each value of a grid stands for what is nearest to it
    this.low = this.internal(dimension.scale === 'log' ? dimension.min : dimension.min - half);
    const last = dimension.step === null ? dimension.max : (valueAt(dimension, sizeOf(dimension) - 1) as number);
    this.high = this.internal(dimension.scale === 'log' ? last : last + half);
    const width = this.high - this.low;
    this.means = Float64Array.from([...observed.map((value) => this.internal(value)), (this.low + this.high) / 2]);
    this.sigmas = widths(this.means, this.low, this.high);
    this.sigmas[observed.length] = width;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.until = new Float64Array(this.means.length);
    this.scale = new Float64Array(this.means.length);
    let reached = 0;
    for (let k = 0; k < this.means.length; k++) {
      const weight = weights[k]! / sum;
      reached += weight;
      this.until[k] = reached;
      const mass = normalMass(
        (this.low - this.means[k]!) / this.sigmas[k]!,
        (this.high - this.means[k]!) / this.sigmas[k]!,
      );
      this.scale[k] = weight / (this.sigmas[k]! * mass);
    }
  }

  /** A value of the range, on its grid where it has one. */
  draw(random: Random): number {
    const place = random.float();
    let k = 0;
    while (k < this.until.length - 1 && place >= this.until[k]!) k += 1;
    // at least half of the mass of each component is near the range: rejection ends soon
    let value = this.means[k]!;
    for (let draws = 0; draws < DRAWS_MAX; draws += 1) {
      value = this.means[k]! + this.sigmas[k]! * random.normal();
      if (value >= this.low && value < this.high) break;
    }
    return this.external(Math.min(this.high, Math.max(this.low, value)));
  }

  /** Logarithm of the density at a value, up to a constant that all estimators of the dimension share. */
  logDensity(value: number): number {
    const x = this.internal(value);
    const { means, sigmas, scale } = this;
    let sum = 0;
    for (let k = 0; k < means.length; k++) {
      const z = (x - means[k]!) / sigmas[k]!;
      sum += scale[k]! * Math.exp((-z * z) / 2);
    }
    // the wide normal reaches everywhere: the sum is never 0
    return Math.log(sum);
  }

  private internal(value: number): number {
    return this.dimension.scale === 'log' ? Math.log(value) : value;
  }

  private external(value: number): number {
    const { dimension } = this;
    const plain = dimension.scale === 'log' ? Math.exp(value) : value;
    if (dimension.step !== null) return valueAt(dimension, nearestIndex(dimension, plain)) as number;
    return Math.min(dimension.max, Math.max(dimension.min, plain));
  }
}

/** The farther neighbour's distance, between the range over its number of components and the range; the ends count as neighbours. */
function widths(means: Float64Array, low: number, high: number): Float64Array {
  const count = means.length;
  const order = Array.from(means.keys()).sort((a, b) => means[a]! - means[b]! || a - b);
  const sigmas = new Float64Array(count);
  const narrowest = (high - low) / Math.min(NARROWEST, 1 + count);
  for (let at = 0; at < count; at++) {
    const mean = means[order[at]!]!;
    const left = at === 0 ? (count > 1 ? mean : low) : means[order[at - 1]!]!;
    const right = at === count - 1 ? (count > 1 ? mean : high) : means[order[at + 1]!]!;
    const sigma = Math.max(mean - left, right - mean);
    sigmas[order[at]!] = Math.min(high - low, Math.max(narrowest, sigma));
  }
  return sigmas;
}
