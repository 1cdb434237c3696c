// A window of numbers in; their sum, each times the weight of its age, out.

import type { StraightRing } from './straight-ring.ts';

/** A class, so that the sum of a measurement lives in a field and not in a number that each call would allocate. */
export class WeightedWindow {
  /** Of the last measurement. */
  value = Number.NaN;
  private readonly weights: Float64Array;

  /** `weights` from the newest number to the oldest. */
  constructor(weights: Float64Array) {
    this.weights = weights;
  }

  /** Σ weight[k] × number[k]; only where the window holds as many numbers as there are weights. */
  measure({ items, end }: StraightRing): void {
    const { weights } = this;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * items[end - 1 - k]!;
    this.value = sum;
  }
}
