// Takes a recipe, the rows and which of them to train on; gives the member's model, or the reason why it cannot be trained.

import type { MagnitudeModel, SoftmaxModel } from '../../adapters/onnx/linear-model.ts';
import type { MemberOutput } from '../../core/prediction/ensemble.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import { classProbabilities, expectedMagnitude } from './linear-output.ts';
import type { MemberRecipe } from './member-recipe.ts';
import { trainLogistic } from './train-logistic.ts';
import { trainRidge } from './train-ridge.ts';
import type { TrainingRows } from './training-rows.ts';
import { type Refused, refused, type TrainingMatrix } from './training-sample.ts';

export type TrainedMember = { readonly recipe: MemberRecipe; readonly rows: number } & (
  | { readonly kind: 'direction'; readonly model: SoftmaxModel; readonly iterations: number }
  | { readonly kind: 'magnitude'; readonly model: MagnitudeModel }
);

export function trainMember(recipe: MemberRecipe, rows: TrainingRows, training: Uint32Array): TrainedMember | Refused {
  const columns: number[] = [];
  for (const id of recipe.inputs) {
    const column = rows.matrix.columns.indexOf(id);
    if (column < 0) return refused(`${recipe.name}: ${id} is no column of the rows`);
    columns.push(column);
  }
  const used = rowsOf(recipe, rows, training);
  const sample = { matrix: rows.matrix, rows: used, columns, weights: new Float64Array(used.length).fill(1) };
  if (recipe.role === 'direction') {
    const result = trainLogistic(
      sample,
      Uint8Array.from(used, (row) => rows.direction[row]!),
      recipe.l2,
    );
    if (result.kind === 'refused') return refused(`${recipe.name}: ${result.reason}`);
    return { kind: 'direction', recipe, rows: used.length, model: result.model, iterations: result.iterations };
  }
  const result = trainRidge(
    sample,
    Float64Array.from(used, (row) => Math.abs(rows.forwardReturn[row]!)),
    recipe.l2,
  );
  if (result.kind === 'refused') return refused(`${recipe.name}: ${result.reason}`);
  return { kind: 'magnitude', recipe, rows: used.length, model: result.model };
}

/** Those of `among` that are in a regime of the recipe. */
export function rowsOf(recipe: MemberRecipe, rows: TrainingRows, among: Uint32Array): Uint32Array {
  return among.filter((row) => recipe.regimes.includes(tradedRegimes[rows.regime[row]!]!));
}

/** What the member says of one row, in plain arithmetic. */
export function memberOutput(member: TrainedMember, matrix: TrainingMatrix, row: number): MemberOutput {
  const offset = row * matrix.columns.length;
  if (member.kind === 'magnitude') {
    return { kind: 'magnitude', absoluteReturn: expectedMagnitude(member.model, matrix.values, offset) };
  }
  const p = new Float64Array(3);
  classProbabilities(member.model, matrix.values, offset, p);
  return { kind: 'direction', down: p[0]!, flat: p[1]!, up: p[2]! };
}
