// What each member said of rows that it was not trained on, and what happened, in; how much each counts in the ensemble out.

import { mixtureWeights } from './mixture-weights.ts';
import { simplexLeastSquares } from './simplex-least-squares.ts';

/**
 * `equal`: each the same. `stacked`: the average that fits what happened best, over the simplex. `loss`: in proportion to how much of the
 * loss of knowing nothing but the shares of the classes (or the mean) each saves; the same where none saves any.
 */
export type Weighting = 'equal' | 'stacked' | 'loss';

export interface MemberEvidence {
  /** By member and row: the probability of the class that came, or the expected magnitude. */
  readonly given: readonly Float64Array[];
  readonly rowWeight: Float64Array;
  /** Of a direction the classes that came, of a magnitude the magnitudes that came. */
  readonly happened: { readonly role: 'direction' | 'magnitude'; readonly values: Float64Array };
}

/** A member with less of the whole is left out: it costs time at each decision and changes nothing. */
const LEAST_SHARE = 0.005;
/** A probability of 0 counts as this. */
const LEAST_PROBABILITY = 1e-6;

/** By member: 0 or more, with a sum of 1. There is a member and a row of weight above 0. */
export function memberWeights(weighting: Weighting, evidence: MemberEvidence): Float64Array {
  const { given, happened } = evidence;
  const count = given.length;
  if (weighting === 'equal' || count === 1) return new Float64Array(count).fill(1 / count);
  const used = [...evidence.rowWeight.keys()].filter((row) => evidence.rowWeight[row]! > 0);
  const rowWeight = Float64Array.from(used, (row) => evidence.rowWeight[row]!);
  const columns = given.map((column) => Float64Array.from(used, (row) => column[row]!));
  const values = Float64Array.from(used, (row) => happened.values[row]!);
  if (happened.role === 'direction') {
    const likely = columns.map((column) => column.map((p) => Math.max(LEAST_PROBABILITY, p)));
    if (weighting === 'stacked') return withoutSmall(mixtureWeights(likely, rowWeight));
    const losses = likely.map((column) => mean(column, rowWeight, (p) => -Math.log(p)));
    return withoutSmall(skills(losses, shareLoss(values, rowWeight)));
  }
  if (weighting === 'stacked') return withoutSmall(simplexLeastSquares(columns, values, rowWeight));
  const losses = columns.map((column) => mean(column, rowWeight, (value, row) => (value - values[row]!) ** 2));
  const middle = mean(values, rowWeight, (value) => value);
  const baseline = mean(values, rowWeight, (value) => (value - middle) ** 2);
  return withoutSmall(skills(losses, baseline));
}

function skills(losses: readonly number[], baseline: number): Float64Array {
  const saved = Float64Array.from(losses, (loss) => Math.max(0, 1 - loss / baseline));
  const sum = saved.reduce((all, each) => all + each, 0);
  return sum > 0 ? saved.map((each) => each / sum) : saved.fill(1 / losses.length);
}

/** The loss of always saying the shares of the classes. */
function shareLoss(values: Float64Array, rowWeight: Float64Array): number {
  const byClass = new Map<number, number>();
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    byClass.set(values[row]!, (byClass.get(values[row]!) ?? 0) + rowWeight[row]!);
    total += rowWeight[row]!;
  }
  let loss = 0;
  for (const weight of byClass.values()) loss -= (weight / total) * Math.log(weight / total);
  return loss;
}

function mean(column: Float64Array, rowWeight: Float64Array, of: (value: number, row: number) => number): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < column.length; row++) {
    sum += rowWeight[row]! * of(column[row]!, row);
    total += rowWeight[row]!;
  }
  return sum / total;
}

function withoutSmall(weights: Float64Array): Float64Array {
  const kept = weights.map((weight) => (weight < LEAST_SHARE ? 0 : weight));
  const sum = kept.reduce((all, each) => all + each, 0);
  return kept.map((each) => each / sum);
}
