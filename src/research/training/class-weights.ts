// Labelled rows and how much each class shall count in; the weight of each row, sample weight times class weight, out.

import { UserError } from '../../adapters/user-error.ts';
import type { LabelledRows, Task } from './trainer.ts';

/** One number by class; `balanced` gives each class the same total weight and keeps the sum over all rows. */
export type ClassWeights = 'balanced' | readonly number[];

function bad(message: string, fix: string): UserError {
  return new UserError({ code: 'bad-option', message, field: 'classWeights', fix });
}

/**
 * 1 each where neither weights nor class weights are given. With `balanced` a class of weight W_k among K has the factor ΣW / (K·W_k).
 * The rows have passed `checkRows`. @throws UserError `bad-option`
 */
export function rowWeights(rows: LabelledRows, task: Task, classWeights: ClassWeights | undefined): Float64Array {
  const weights = rows.weight === undefined ? new Float64Array(rows.rows).fill(1) : Float64Array.from(rows.weight);
  if (classWeights === undefined) return weights;
  if (task === 'regression') throw bad('A regression has no classes', 'Leave classWeights out');
  const factors = classWeights === 'balanced' ? balanced(rows.label, weights) : classWeights;
  let most = 0;
  for (const label of rows.label) most = Math.max(most, label);
  if (factors.length <= most)
    throw bad(`${factors.length} class weights are too few`, `Give ${most + 1}, one by class`);
  const odd = factors.find((factor) => !(factor > 0 && Number.isFinite(factor)));
  if (odd !== undefined) throw bad(`A class has the weight ${odd}`, 'Give numbers above 0');
  for (let i = 0; i < weights.length; i++) weights[i] = weights[i]! * factors[rows.label[i]!]!;
  return weights;
}

function balanced(label: Float64Array, weights: Float64Array): readonly number[] {
  const byClass: number[] = [];
  let total = 0;
  for (let i = 0; i < label.length; i++) {
    const k = label[i]!;
    byClass[k] = (byClass[k] ?? 0) + weights[i]!;
    total += weights[i]!;
  }
  return Array.from(byClass, (sum, k) => {
    if (!(sum > 0)) throw bad(`Class ${k} has no weight to balance`, 'Give rows of every class a weight above 0');
    return total / (byClass.length * sum);
  });
}
