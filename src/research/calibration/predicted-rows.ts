// What a model said of rows and what happened in; the same, proven to fit together, out.

import { UserError } from '../../adapters/user-error.ts';

/**
 * Out-of-fold predictions: no row may have been in the training of the model that predicted it. A row whose first probability is NaN was
 * not predicted, one whose label is NaN has no label; both are left out everywhere.
 */
export interface PredictedRows {
  /** Row-major [rows, outputs], each 0 to 1. */
  readonly probabilities: Float64Array;
  /** 1: the probability of label 1. K of 2 or more: of the labels 0 to K − 1, which sum to 1. */
  readonly outputs: number;
  /** By row. */
  readonly label: ArrayLike<number>;
  /** By row, 0 or more; 1 each where absent. */
  readonly weight?: ArrayLike<number> | undefined;
}

/** The rows that count, in order, in columns of their own. */
export interface KnownRows {
  readonly rows: number;
  readonly outputs: number;
  readonly probabilities: Float64Array;
  readonly label: Float64Array;
  readonly weight: Float64Array;
}

/** Of what a probability or a sum of them may miss by rounding. */
const SLACK = 1e-6;

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'predicted-rows', message, field, fix });
}

/** @throws UserError `predicted-rows` */
export function knownRows(predicted: PredictedRows): KnownRows {
  const { probabilities, outputs, label, weight } = predicted;
  if (!Number.isInteger(outputs) || outputs < 1) throw bad(`There are ${outputs} outputs`, 'outputs', 'Give 1 or more');
  if (probabilities.length !== label.length * outputs || (weight !== undefined && weight.length !== label.length)) {
    const message = `${probabilities.length} probabilities, ${label.length} labels and ${weight?.length ?? 'no'} weights do not go together`;
    throw bad(message, 'probabilities', `Give ${outputs} for each row, and one label and weight`);
  }
  const places: number[] = [];
  for (let row = 0; row < label.length; row++) {
    if (Number.isNaN(probabilities[row * outputs]!) || Number.isNaN(label[row]!)) continue;
    checkRow(predicted, row);
    if ((weight?.[row] ?? 1) > 0) places.push(row);
  }
  if (places.length === 0) throw bad('No row has a prediction, a label and a weight', 'label', 'Give some that have');
  return {
    rows: places.length,
    outputs,
    probabilities: Float64Array.from({ length: places.length * outputs }, (_, at) => {
      return probabilities[places[Math.floor(at / outputs)]! * outputs + (at % outputs)]!;
    }),
    label: Float64Array.from(places, (row) => label[row]!),
    weight: Float64Array.from(places, (row) => weight?.[row] ?? 1),
  };
}

function checkRow({ probabilities, outputs, label, weight }: PredictedRows, row: number): void {
  const most = outputs === 1 ? 1 : outputs - 1;
  const value = label[row]!;
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw bad(`label is ${value} in row ${row}`, 'label', `Give 0 to ${most}`);
  }
  const w = weight?.[row] ?? 1;
  if (!(w >= 0 && Number.isFinite(w))) throw bad(`weight is ${w} in row ${row}`, 'weight', 'Give 0 or more');
  let sum = 0;
  for (let k = 0; k < outputs; k++) {
    const p = probabilities[row * outputs + k]!;
    if (!(p >= -SLACK && p <= 1 + SLACK)) {
      throw bad(`A probability is ${p} in row ${row}`, 'probabilities', 'A probability is between 0 and 1');
    }
    sum += p;
  }
  if (outputs > 1 && Math.abs(sum - 1) > SLACK) {
    throw bad(`The probabilities of row ${row} sum to ${sum}`, 'probabilities', 'Give probabilities that sum to 1');
  }
}
