// Labelled rows of numbers and options in; the ridge regression that fits them out.

import { UserError } from '../../../adapters/user-error.ts';
import { rawScores } from '../../../core/prediction/fitted/evaluate-fitted.ts';
import type { LinearFit } from '../../../core/prediction/fitted/fitted-model.ts';
import { checkRows } from '../check-rows.ts';
import { rowWeights } from '../class-weights.ts';
import { scoreLoss } from '../score-loss.ts';
import { solveRidge } from '../train-ridge.ts';
import type { LabelledRows } from '../trainer.ts';
import { checkLinearOptions, DEFAULT_L2, type RidgeOptions } from './linear-options.ts';
import { standardisedColumns } from './standardised-columns.ts';
import type { TrainedLinear } from './train-logistic-rows.ts';

/**
 * Weighted mean of the squared error + l2 |W|² over standardised inputs, in closed form; the intercept is not shrunk (Hoerl and Kennard
 * 1970). An input that does not vary gets a weight of 0. @throws UserError `training-rows`, `bad-option`, `not-trained`
 */
export function trainRidgeRows(rows: LabelledRows, options: RidgeOptions): TrainedLinear {
  checkLinearOptions('ridge', options);
  const { task, validation, l2 = DEFAULT_L2, onProgress } = options;
  for (const each of [rows, validation]) if (each !== undefined) checkRows(each, { task, missing: 'refused' });
  const {
    z,
    rows: used,
    weights,
    totalWeight,
    columns,
    means,
    scales,
  } = standardisedColumns(rows, rowWeights(rows, task, undefined));
  const target = Float64Array.from(used, (row) => rows.label[row]!);
  const solved = solveRidge({ z, columns: columns.length, target, weights, totalWeight, l2 });
  if (solved.kind === 'refused') {
    const fix = 'Give an l2 above 0';
    throw new UserError({ code: 'not-trained', message: `Not trained: ${solved.reason}`, field: 'l2', fix });
  }
  const beta = new Float64Array(rows.inputs.length);
  for (const [at, j] of columns.entries()) beta[j] = solved.weights[at]!;
  const bias = Float64Array.of(solved.bias);
  const model: LinearFit = {
    ...{ kind: 'linear', inputs: rows.inputs, link: 'identity', outputs: 1 },
    ...{ means, scales, weights: beta, bias },
  };
  const lossOf = (each: LabelledRows): number =>
    scoreLoss(task, rawScores(model, each.columns, each.rows), 1, each.label, rowWeights(each, task, undefined));
  const loss = lossOf(rows);
  const validationLoss = validation === undefined ? undefined : lossOf(validation);
  onProgress?.({ done: 1, total: 1, loss, validationLoss });
  return {
    model,
    ended: 'done',
    trainingLoss: Float64Array.of(loss),
    validationLoss: Float64Array.from(validationLoss === undefined ? [] : [validationLoss]),
  };
}
