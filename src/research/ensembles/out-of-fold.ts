// A kind of model, labelled rows and splits in; a model of each split and what it says of rows it was not trained on, recorded once, out.

import { UserError } from '../../adapters/user-error.ts';
import { fittedOutputs } from '../../core/prediction/fitted/evaluate-fitted.ts';
import type { FittedModel } from '../../core/prediction/fitted/fitted-model.ts';
import type { PredictedRows } from '../calibration/predicted-rows.ts';
import { outputLoss } from '../importance/output-loss.ts';
import type { Split } from '../splits/split.ts';
import { assertTrainingRecordable, recordTraining } from '../training/record-training.ts';
import { type KindOptions, type ModelKind, train } from '../training/train.ts';
import type { LabelledRows } from '../training/trainer.ts';

export interface Fold {
  readonly model: FittedModel;
  /** Rows that were tested, in the order of the split. */
  readonly test: Uint32Array;
  /** [test rows, outputs] through the link, uncalibrated; NaN where the row was not asked. */
  readonly outputs: Float64Array;
}

export interface OutOfFoldOptions {
  /** By row: 1 where it is trained on and asked; all where absent. */
  readonly among?: Uint8Array | undefined;
  /** Before each training, from 0. */
  readonly onFold?: ((fold: number, folds: number) => void) | undefined;
}

/**
 * Row numbers of the splits are those of `rows`. Rows with a `source` are recorded in the ledger of trials, as one training with its loss out of
 * fold, before the folds are given. @throws UserError of the kind, naming the split; `too-few-rows`; those of the ledger
 */
export async function outOfFold<K extends ModelKind>(
  kind: K,
  rows: LabelledRows,
  options: KindOptions[K],
  splits: readonly Split[],
  { among, onFold }: OutOfFoldOptions = {},
): Promise<readonly Fold[]> {
  assertTrainingRecordable(rows, options);
  // the folds are parts of one trial
  const unnamed = { ...rows, source: undefined };
  const unnamedOptions = withoutSource(options);
  const folds: Fold[] = [];
  for (const [number, { training, test }] of splits.entries()) {
    onFold?.(number, splits.length);
    options.signal?.throwIfAborted();
    const used = among === undefined ? training : training.filter((row) => among[row] === 1);
    if (used.length === 0) throw tooFew(number, 'train on');
    const { model } = await train(kind, takeRows(unnamed, used), unnamedOptions).catch((error: unknown) => {
      if (error instanceof UserError) throw namedSplit(error, number);
      throw error;
    });
    folds.push({ model, test, outputs: outputsOf(model, rows, test, among) });
  }
  const besides = { splits: splits.map(({ testUnits, training }) => ({ testUnits, training })), among };
  recordTraining(kind, rows, options, () => ({ unknownLoss: unknownLoss(folds, rows) }), besides);
  return folds;
}

function withoutSource<O extends { readonly validation?: LabelledRows | undefined }>(options: O): O {
  const { validation } = options;
  return validation === undefined ? options : { ...options, validation: { ...validation, source: undefined } };
}

/** Mean over all tested rows; undefined where none was asked, or none counts. */
function unknownLoss(folds: readonly Fold[], rows: LabelledRows): number | undefined {
  let [sum, total] = [0, 0];
  for (const { model, test, outputs } of folds) {
    const { outputs: each } = model;
    const asked = Uint32Array.from(test.keys()).filter((place) => !Number.isNaN(outputs[place * each]!));
    const weights = Float64Array.from(asked, (place) => rows.weight?.[test[place]!] ?? 1);
    const weight = weights.reduce((all, one) => all + one, 0);
    if (weight === 0) continue;
    const given = new Float64Array(asked.length * each);
    for (const [at, place] of asked.entries()) given.set(outputs.subarray(place * each, (place + 1) * each), at * each);
    const label = Float64Array.from(asked, (place) => rows.label[test[place]!]!);
    sum += weight * outputLoss(model, given, label, weights);
    total += weight;
  }
  return total === 0 ? undefined : sum / total;
}

/** These rows, in this order, in columns of their own, of the same source. */
export function takeRows(rows: LabelledRows, places: Uint32Array): LabelledRows {
  return {
    rows: places.length,
    inputs: rows.inputs,
    columns: rows.columns.map((column) => Float32Array.from(places, (row) => column[row]!)),
    label: Float64Array.from(places, (row) => rows.label[row]!),
    ...(rows.weight === undefined ? {} : { weight: Float64Array.from(places, (row) => rows.weight![row]!) }),
    ...(rows.source === undefined ? {} : { source: rows.source }),
  };
}

/**
 * What the folds predicted, one below the other, for `fitCalibration` and scores; a row that several folds tested stands as often. For
 * classes only. All folds where `from` says nothing; without the rows that are 1 in `besides`.
 */
export function pooledPredictions(
  folds: readonly Fold[],
  rows: LabelledRows,
  from: readonly number[] = [...folds.keys()],
  besides?: Uint8Array,
): PredictedRows {
  const outputs = folds[0]!.model.outputs;
  const probabilities: number[] = [];
  const kept: number[] = [];
  for (const number of from) {
    const fold = folds[number]!;
    for (const [place, row] of fold.test.entries()) {
      if (besides?.[row] === 1 || Number.isNaN(fold.outputs[place * outputs]!)) continue;
      kept.push(row);
      for (let k = 0; k < outputs; k++) probabilities.push(fold.outputs[place * outputs + k]!);
    }
  }
  return {
    ...{ probabilities: Float64Array.from(probabilities), outputs },
    label: Float64Array.from(kept, (row) => rows.label[row]!),
    weight: Float64Array.from(kept, (row) => rows.weight?.[row] ?? 1),
  };
}

function outputsOf(
  model: FittedModel,
  rows: LabelledRows,
  test: Uint32Array,
  among: Uint8Array | undefined,
): Float64Array {
  const places = Uint32Array.from(test.keys()).filter((place) => among === undefined || among[test[place]!] === 1);
  const columns = rows.columns.map((column) => Float32Array.from(places, (place) => column[test[place]!]!));
  const given = fittedOutputs(model, columns, places.length);
  const outputs = new Float64Array(test.length * model.outputs).fill(Number.NaN);
  for (const [at, place] of places.entries()) {
    outputs.set(given.subarray(at * model.outputs, (at + 1) * model.outputs), place * model.outputs);
  }
  return outputs;
}

function tooFew(split: number, what: string): UserError {
  const fix = 'Take more days, fewer groups, or give the member more regimes';
  return new UserError({ code: 'too-few-rows', message: `Split ${split} has no row to ${what}`, field: 'splits', fix });
}

function namedSplit(error: UserError, split: number): UserError {
  const { code, field, file, fix, message } = error;
  return new UserError({ code, field, file, fix, message: `Split ${split}: ${message}`, cause: error });
}
