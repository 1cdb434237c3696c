// Labelled rows and a task in; a clear error for the first thing that nothing can be learned from, else the number of classes, out.

import { UserError } from '../../adapters/user-error.ts';
import type { LabelledRows, Task } from './trainer.ts';

/** Of a softmax: more are a mistake, such as prices given as classes. */
const MAX_CLASSES = 100;

export interface RowNeeds {
  readonly task: Task;
  /** Of a `multiclass` task; found from the label where absent. */
  readonly classes?: number | undefined;
  /** Whether NaN in an input is a missing value, or an error. */
  readonly missing: 'allowed' | 'refused';
  /** Whether a row of every class is needed, as for training, or any will do, as for validation. Default `every`. */
  readonly present?: 'every' | 'any' | undefined;
}

function bad(message: string, field: string, fix: string): UserError {
  return new UserError({ code: 'training-rows', message, field, fix });
}

/**
 * Raw scores that a model of these rows has: 1, or the number of classes of a `multiclass` task. Rows of weight 0 count for nothing but
 * must be in order too. @throws UserError `training-rows` naming the column and the row, counted from 0.
 */
export function checkRows(rows: LabelledRows, needs: RowNeeds): number {
  checkShape(rows);
  checkInputs(rows, needs.missing);
  checkWeights(rows);
  if (needs.task === 'regression') {
    const at = rows.label.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw bad(`label is ${rows.label[at]} in row ${at}`, 'label', 'Leave out rows without a label');
    return 1;
  }
  return needs.task === 'binary' ? checkBinary(rows.label, needs) : checkClasses(rows.label, needs);
}

function checkShape({ rows, inputs, columns, label, weight }: LabelledRows): void {
  if (!Number.isInteger(rows) || rows < 1) throw bad(`There are ${rows} rows`, 'rows', 'Give at least one row');
  if (inputs.length === 0) throw bad('There are no inputs', 'inputs', 'Name at least one');
  if (new Set(inputs).size < inputs.length) throw bad('Two inputs have one name', 'inputs', 'Name each input once');
  if (inputs.length !== columns.length) {
    throw bad(`${inputs.length} inputs have ${columns.length} columns`, 'columns', 'Give one column for each input');
  }
  const lengths = [
    ...columns.map((column, j) => [inputs[j]!, column.length] as const),
    ['label', label.length] as const,
  ];
  if (weight !== undefined) lengths.push(['weight', weight.length]);
  const odd = lengths.find(([, length]) => length !== rows);
  if (odd !== undefined) throw bad(`${odd[0]} has ${odd[1]} values for ${rows} rows`, odd[0], 'Give one for each row');
}

function checkInputs({ inputs, columns }: LabelledRows, missing: RowNeeds['missing']): void {
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      // the difference with itself is 0 for finite numbers only
      if (value - value === 0 || (missing === 'allowed' && Number.isNaN(value))) continue;
      const fix =
        missing === 'allowed'
          ? 'Write NaN where a value is missing'
          : 'Leave out rows with missing values, or train a kind that takes them: trees, forest, xgboost';
      throw bad(`${inputs[j]} is ${value} in row ${i}`, inputs[j]!, fix);
    }
  }
}

function checkWeights({ weight }: LabelledRows): void {
  if (weight === undefined) return;
  let total = 0;
  for (let i = 0; i < weight.length; i++) {
    const value = weight[i]!;
    if (!(value >= 0 && Number.isFinite(value)))
      throw bad(`weight is ${value} in row ${i}`, 'weight', 'Give 0 or more');
    total += value;
  }
  if (!(total > 0)) throw bad('All weights are 0', 'weight', 'Give some rows a weight above 0');
}

function checkBinary(label: Float64Array, { present }: RowNeeds): number {
  const at = label.findIndex((value) => value !== 0 && value !== 1);
  if (at >= 0) throw bad(`label is ${label[at]} in row ${at}`, 'label', 'A binary label is 0 or 1');
  for (const value of present === 'any' ? [] : [0, 1]) {
    if (!label.includes(value)) throw bad(`No row has the label ${value}`, 'label', 'Give rows of both labels');
  }
  return 1;
}

function checkClasses(label: Float64Array, { classes, present }: RowNeeds): number {
  let largest = 0;
  for (let i = 0; i < label.length; i++) {
    const value = label[i]!;
    if (!Number.isInteger(value) || value < 0 || value >= (classes ?? MAX_CLASSES)) {
      throw bad(
        `label is ${value} in row ${i}`,
        'label',
        `A class is a whole number from 0 to ${(classes ?? MAX_CLASSES) - 1}`,
      );
    }
    largest = Math.max(largest, value);
  }
  const count = classes ?? largest + 1;
  if (count < 2) throw bad(`There is ${count} class`, 'label', 'Give rows of two classes or more');
  if (present === 'any') return count;
  const seen = new Uint8Array(count);
  for (const value of label) seen[value] = 1;
  const absent = seen.indexOf(0);
  if (absent >= 0) throw bad(`No row has the class ${absent}`, 'label', 'Give rows of every class');
  return count;
}
