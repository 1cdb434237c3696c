// Returns of labels and what a trade costs in; how much each row counts, by what a right decision on it is worth, out.

import { UserError } from '../../adapters/user-error.ts';

export interface CostWeightOptions {
  /** Cost of a round trip, a fraction of the price like the returns: 0 or more. */
  readonly cost: number;
  /**
   * Whether a return within the costs has a class of its own (flat). Without one such a row weighs nothing: whatever a model says of it,
   * the best is not to trade.
   */
  readonly hasFlatClass: boolean;
  /** No row counts more than this many times the mean; default 10. One news candle must not be the whole training. */
  readonly cap?: number | undefined;
}

const CAP = 10;

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'bad-option', message, field, fix });
}

/**
 * The cost-aware objective: minimise Σ w·loss with w = | |return| − cost |, the distance from break-even, which is what the best of
 * buying, selling and staying out earns more than the next best. Where a flat class is absent, w = max(0, |return| − cost). Capped,
 * then brought to a mean of 1 over all rows. Rows without a return (NaN) weigh 0. (Cost-proportionate weighting: Zadrozny, Langford and
 * Abe 2003.) @throws UserError `bad-option`
 */
export function costWeights(returns: ArrayLike<number>, options: CostWeightOptions): Float64Array {
  const { cost, hasFlatClass, cap = CAP } = options;
  if (!(cost >= 0 && Number.isFinite(cost))) throw bad(`The cost is ${cost}`, 'cost', 'Give a fraction, 0 or more');
  if (!(cap >= 1)) throw bad(`The cap is ${cap}`, 'cap', 'Give 1 or more');
  const weights = new Float64Array(returns.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const beyond = Math.abs(returns[i]!) - cost;
    const value = hasFlatClass ? Math.abs(beyond) : Math.max(0, beyond);
    weights[i] = Number.isFinite(value) ? value : 0;
    sum += weights[i]!;
  }
  if (!(sum > 0))
    throw bad('No return is beyond the cost', 'cost', 'Give returns as fractions, and the cost as one too');
  const most = (cap * sum) / weights.length;
  let capped = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i] = Math.min(most, weights[i]!);
    capped += weights[i]!;
  }
  const scale = weights.length / capped;
  for (let i = 0; i < weights.length; i++) weights[i] = weights[i]! * scale;
  return weights;
}
