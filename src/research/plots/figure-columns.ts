// Columns of a researcher's to numbers and labels for a figure; what has no value stays without one, and a wrong one is named by its row.

import { type TypedColumn, type Value, valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { UserError } from '../../adapters/user-error.ts';

/** Typed or plain arrays, or a column of a frame. NaN, undefined and null are no value. */
export type NumberColumn = ArrayLike<number | bigint | boolean | undefined | null> | TypedColumn;
/** Names of groups, states or classes; numbers and truth are named by their text. */
export type LabelColumn = ArrayLike<Value | undefined | null> | TypedColumn;

export function badInput(field: string, message: string, fix: string): UserError {
  return new UserError({ code: 'figure-input', message, field, fix });
}

function valuesOf(name: string, column: NumberColumn | LabelColumn): readonly (Value | undefined | null)[] {
  if (typeof column !== 'object' || column === null) {
    throw badInput(name, `${name} is ${typeof column}, which is no column`, 'Give an array or a column of a frame');
  }
  if ('kind' in column) return Array.from({ length: column.values.length }, (_, row) => valueAt(column, row));
  return Array.from(column as ArrayLike<Value | undefined | null>);
}

/** NaN where there is no value, for arithmetic in here: it does not leave, since `shown` writes null. UserError `figure-input`. */
export function numbersOf(name: string, column: NumberColumn): Float64Array {
  if (typeof column === 'object' && column !== null && 'kind' in column && column.kind !== 'text')
    return typedNumbers(column);
  const values = valuesOf(name, column);
  return Float64Array.from(values, (value, row) => {
    if (value === undefined || value === null) return Number.NaN;
    const number = typeof value === 'string' ? undefined : Number(value);
    if (number !== undefined && Math.abs(number) !== Number.POSITIVE_INFINITY) return number;
    const what = number === undefined ? `the text "${value}"` : String(value);
    throw badInput(
      name,
      `${name} has ${what} in row ${row}`,
      'Give finite numbers, and undefined where there is no value',
    );
  });
}

/** Of a frame's column, which has no infinities. */
function typedNumbers({ values, valid }: TypedColumn): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    numbers[row] = valid === undefined || valid[row] === 1 ? Number(values[row]) : Number.NaN;
  }
  return numbers;
}

/** Undefined where there is no value; NaN is none either. */
export function labelsOf(name: string, column: LabelColumn): readonly (string | undefined)[] {
  return valuesOf(name, column).map((value) =>
    value === undefined || value === null || Number.isNaN(value) ? undefined : String(value),
  );
}

/** The length that all have. UserError `figure-input` naming the ones that differ. */
export function commonLength(columns: Readonly<Record<string, ArrayLike<unknown>>>): number {
  const entries = Object.entries(columns);
  const [first, ...others] = entries;
  for (const [name, { length }] of others) {
    if (length === first![1].length) continue;
    const message = `${name} has ${length} values and ${first![0]} has ${first![1].length}`;
    throw badInput(name, message, 'Give columns of the same rows');
  }
  return first?.[1].length ?? 0;
}

/** Every time is there and none is before the one above it. */
export function checkTimes(name: string, timesUs: Float64Array): void {
  for (let row = 0; row < timesUs.length; row += 1) {
    if (!Number.isSafeInteger(timesUs[row])) {
      const fix = 'Times are whole microseconds UTC in every row';
      throw badInput(name, `${name} has no whole microseconds in row ${row}`, fix);
    }
    if (row > 0 && timesUs[row]! < timesUs[row - 1]!) {
      throw badInput(name, `${name} goes back in row ${row}`, 'Sort the rows by time, oldest first');
    }
  }
}

/** A number as a figure holds it: null, which is a gap, where there is none. */
export function shown(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
