// Arrays of a researcher's to a typed column: missing values are undefined or null, and never a number.

import { ColumnBuffer } from '../../adapters/datasets/sql/column-buffer.ts';
import {
  type ColumnKind,
  markOf,
  narrowInt64,
  type TypedColumn,
  type Value,
} from '../../adapters/datasets/sql/typed-column.ts';
import { badValue } from './frame-error.ts';

export type ColumnValues =
  | Float64Array
  | Int32Array
  | BigInt64Array
  | readonly (Value | undefined | null)[]
  | TypedColumn;

const MARK = 'Write undefined where there is no value';

/** The kind is found in the values when it is not given. A UserError `frame-value` names the row that does not fit. */
export function columnOfValues(name: string, values: ColumnValues, kind?: ColumnKind): TypedColumn {
  if ('kind' in values) return values;
  if (kind === undefined) {
    if (values instanceof Float64Array) return { kind: 'float', values: finite(name, values), valid: undefined };
    if (values instanceof Int32Array) return { kind: 'int32', values, valid: undefined };
    if (values instanceof BigInt64Array) return { kind: 'int64', values: narrowInt64(values), valid: undefined };
  }
  const list = Array.from(values as readonly (Value | undefined | null)[]);
  const found = kind ?? kindOf(list);
  const buffer = new ColumnBuffer(found);
  for (const [row, value] of list.entries()) {
    if (value === undefined || value === null) buffer.add(undefined);
    else if (fits(value, found)) buffer.add(value);
    else throw badValue(name, row, `${typeof value} ${value}, which is no ${found}`, MARK);
  }
  return buffer.take();
}

/** The kind that holds the first value; bigints anywhere make whole numbers of all. */
function kindOf(values: readonly (Value | undefined | null)[]): ColumnKind {
  if (values.some((value) => typeof value === 'bigint')) return 'int64';
  const first = values.find((value) => value !== undefined && value !== null);
  if (typeof first === 'string') return 'text';
  return typeof first === 'boolean' ? 'boolean' : 'float';
}

function fits(value: Value, kind: ColumnKind): boolean {
  switch (kind) {
    case 'float':
      return Number.isFinite(value);
    case 'int32':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case 'int64':
      return typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
    case 'time':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
  }
}

function finite(name: string, values: Float64Array): Float64Array {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) throw badValue(name, row, String(values[row]), `${MARK}, in a plain array`);
  return values;
}

/** Numbers of which some rows mean nothing: where `valid` is 0. */
export function maskedFloats(values: Float64Array, valid: Uint8Array): TypedColumn {
  return { kind: 'float', values, valid: markOf(valid) };
}
