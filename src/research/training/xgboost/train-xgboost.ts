// Labelled rows and options in; boosted trees that a native XGBoost library has trained, as plain numbers, out.

import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../../adapters/user-error.ts';
import type { TreeModel } from '../../../core/prediction/fitted/fitted-model.ts';
import { checkRows } from '../check-rows.ts';
import { rowWeights } from '../class-weights.ts';
import { scoreLoss } from '../score-loss.ts';
import type { LabelledRows, TrainedModel } from '../trainer.ts';
import { findXgboost } from './find-xgboost.ts';
import { type XgboostHandle, type XgboostLibrary, xgboostLibrary } from './xgboost-library.ts';
import { fromXgboostJson, type NodeFacts } from './xgboost-model.ts';
import { checkXgboostOptions, type XgboostOptions, xgboostParameters } from './xgboost-options.ts';

export interface TrainedXgboost extends TrainedModel {
  readonly model: TreeModel;
  /** By tree. */
  readonly statistics: readonly NodeFacts[];
  /** The library's, as `1.7.4`. */
  readonly version: string;
}

/** Beyond it the library's own edges of bins would be infinite. */
const LARGEST_INPUT = 1e37;
/** Of a base score of two classes: the log odds stay finite in single precision. */
const LEAST_SHARE = 1e-6;

/** Rows as the library holds them, with what the loss needs. */
interface HeldRows {
  readonly matrix: XgboostHandle;
  readonly label: Float64Array;
  readonly weights: Float64Array;
}

/** How far it came: losses so far, and the round after which the validation loss was the best. */
interface Progress {
  readonly trainingLoss: number[];
  readonly validationLoss: number[];
  best: number;
  ended: TrainedModel['ended'];
}

/**
 * Trains with `tree_method=hist`, `grow_policy=lossguide`, from the mean of the label. The process waits while a round is computed; between
 * rounds progress is told and `signal` obeyed. Other than of kind `trees`, the last bits may depend on the number of threads and on the
 * library's version. @throws UserError `xgboost-missing`, `xgboost-broken`, `training-rows`, `bad-option`, `xgboost-failed`
 */
export async function trainXgboost(rows: LabelledRows, options: XgboostOptions): Promise<TrainedXgboost> {
  checkXgboostOptions(options, rows.inputs.length);
  const { task, validation, classWeights } = options;
  const outputs = checkRows(rows, { task, classes: options.classes, missing: 'allowed' });
  checkSizes(rows);
  const weights = rowWeights(rows, task, classWeights);
  const base = baseScore(rows.label, weights, task);
  if (validation !== undefined) checkValidation(validation, rows, outputs, options);
  const library = xgboostLibrary(findXgboost(options.library));
  const held: XgboostHandle[] = [];
  let booster: XgboostHandle | undefined;
  try {
    const hold = (each: LabelledRows, eachWeights: Float64Array): HeldRows => {
      const matrix = library.matrix(rowMajor(each), each.rows, each.columns.length);
      held.push(matrix);
      library.setFloats(matrix, 'label', Float32Array.from(each.label));
      library.setFloats(matrix, 'weight', Float32Array.from(eachWeights));
      return { matrix, label: each.label, weights: eachWeights };
    };
    const training = hold(rows, weights);
    const tested = validation === undefined ? undefined : hold(validation, rowWeights(validation, task, classWeights));
    booster = library.booster(held);
    const parameters = xgboostParameters(
      { ...options, threads: options.threads ?? availableParallelism() },
      outputs,
      base,
    );
    for (const [name, value] of parameters) library.set(booster, name, value);
    const progress = await boost(library, booster, training, tested, outputs, options);
    const { model, statistics } = fromXgboostJson(library.modelJson(booster), rows.inputs, progress.best);
    return {
      model,
      statistics,
      version: library.version,
      ended: progress.ended,
      trainingLoss: Float64Array.from(progress.trainingLoss),
      validationLoss: Float64Array.from(progress.validationLoss),
    };
  } finally {
    if (booster !== undefined) library.freeBooster(booster);
    for (const matrix of held) library.freeMatrix(matrix);
  }
}

async function boost(
  library: XgboostLibrary,
  booster: XgboostHandle,
  training: HeldRows,
  tested: HeldRows | undefined,
  outputs: number,
  { task, rounds = 100, earlyStopping, onProgress, signal }: XgboostOptions,
): Promise<Progress> {
  const progress: Progress = { trainingLoss: [], validationLoss: [], best: 0, ended: 'done' };
  const lossOf = (held: HeldRows): number =>
    scoreLoss(task, library.margins(booster, held.matrix), outputs, held.label, held.weights);
  let lowest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    // one round at least: nothing trained is no model
    if (round > 0 && signal?.aborted === true) {
      progress.ended = 'interrupted';
      break;
    }
    library.update(booster, round, training.matrix);
    progress.trainingLoss.push(lossOf(training));
    if (tested !== undefined) progress.validationLoss.push(lossOf(tested));
    const validationLoss = progress.validationLoss.at(-1);
    if (validationLoss === undefined || earlyStopping === undefined) progress.best = round + 1;
    else if (validationLoss < lowest) {
      lowest = validationLoss;
      progress.best = round + 1;
    }
    onProgress?.({ done: round + 1, total: rounds, loss: progress.trainingLoss.at(-1), validationLoss });
    if (earlyStopping !== undefined && round + 1 - progress.best >= earlyStopping) {
      progress.ended = 'early';
      break;
    }
    await setImmediate();
  }
  return progress;
}

function rowMajor({ rows, columns }: LabelledRows): Float32Array {
  const width = columns.length;
  const values = new Float32Array(rows * width);
  for (let j = 0; j < width; j++) {
    const column = columns[j]!;
    for (let i = 0, at = j; i < rows; i++, at += width) values[at] = column[i]!;
  }
  return values;
}

/** The weighted mean of the label, which a multiclass model does not start from. */
function baseScore(label: Float64Array, weights: Float64Array, task: XgboostOptions['task']): number {
  if (task === 'multiclass') return 0.5;
  let [sum, total] = [0, 0];
  for (let i = 0; i < label.length; i++) {
    sum += weights[i]! * label[i]!;
    total += weights[i]!;
  }
  const mean = Math.fround(sum / total);
  return task === 'binary' ? Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, mean)) : mean;
}

function checkValidation(
  validation: LabelledRows,
  rows: LabelledRows,
  outputs: number,
  { task }: XgboostOptions,
): void {
  const isSame =
    validation.inputs.length === rows.inputs.length && rows.inputs.every((id, j) => id === validation.inputs[j]);
  if (!isSame)
    throw badRows('The validation rows have other inputs', 'validation', 'Give the same ones in the same order');
  checkRows(validation, {
    task,
    present: 'any',
    classes: task === 'multiclass' ? outputs : undefined,
    missing: 'allowed',
  });
  checkSizes(validation);
}

function checkSizes({ inputs, columns, label }: LabelledRows): void {
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < column.length; i++) {
      if (Math.abs(column[i]!) > LARGEST_INPUT) {
        throw badRows(`${inputs[j]} is ${column[i]} in row ${i}`, inputs[j]!, `Give numbers up to ${LARGEST_INPUT}`);
      }
    }
  }
  const far = label.findIndex((value) => Math.abs(value) > LARGEST_INPUT);
  if (far >= 0) throw badRows(`label is ${label[far]} in row ${far}`, 'label', `Give numbers up to ${LARGEST_INPUT}`);
}

function badRows(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'training-rows', message, field, fix });
}
