// An Arrow table to typed columns: every type that has a counterpart here, and a clear refusal of those that have none.

import { DataType, type Table, TimeUnit, type Vector } from 'apache-arrow';
import { UserError } from '../../user-error.ts';
import { ColumnBuffer } from '../sql/column-buffer.ts';
import type { ColumnTable } from '../sql/column-table.ts';
import { type ColumnKind, markOf, narrow, narrowInt64, type TypedColumn, type Value } from '../sql/typed-column.ts';

/** A UserError `frame-type` names the first column that cannot be taken. */
export function columnTable(table: Table): ColumnTable {
  const columns = new Map<string, TypedColumn>();
  for (const [index, { name, type }] of table.schema.fields.entries()) {
    columns.set(name, columnOf(name, type, table.getChildAt(index)!));
  }
  return { rows: table.numRows, columns };
}

function columnOf(name: string, type: DataType, vector: Vector): TypedColumn {
  if (DataType.isFloat(type) && type.precision === 2) return floats(vector);
  if (DataType.isInt(type) && type.bitWidth === 32 && type.isSigned) {
    return { kind: 'int32', values: vector.toArray() as Int32Array, valid: validOf(vector) };
  }
  if (DataType.isInt(type) && type.bitWidth === 64 && type.isSigned) {
    return { kind: 'int64', values: narrowInt64(withoutNulls(vector)), valid: validOf(vector) };
  }
  if (DataType.isTimestamp(type)) {
    const values = narrowInt64(toMicros(withoutNulls(vector), type.unit));
    if (values instanceof Float64Array) return { kind: 'time', values, valid: validOf(vector) };
    throw typeError(name, 'times beyond any market');
  }
  return slowly(name, type, vector);
}

/** Value by value: types that are not held here in the same way. */
function slowly(name: string, type: DataType, vector: Vector): TypedColumn {
  const kind = kindOf(type);
  if (kind === undefined) throw typeError(name, `the Arrow type ${type}`);
  const buffer = new ColumnBuffer(kind);
  for (let row = 0; row < vector.length; row++) buffer.add(plain(vector.get(row), type));
  return buffer.take();
}

function kindOf(type: DataType): ColumnKind | undefined {
  if (DataType.isFloat(type)) return 'float';
  if (DataType.isInt(type)) return type.bitWidth === 64 || (type.bitWidth === 32 && !type.isSigned) ? 'int64' : 'int32';
  if (DataType.isBool(type)) return 'boolean';
  if (DataType.isDictionary(type)) return DataType.isUtf8(type.dictionary) ? 'text' : undefined;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isDate(type)) return 'text';
  return undefined;
}

/** Not a number is no value; a date is its text; whole numbers are numbers while they are exact. */
function plain(value: unknown, type: DataType): Value | undefined {
  if (value === null || value === undefined || Number.isNaN(value)) return undefined;
  if (DataType.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10);
  return typeof value === 'bigint' ? narrow(value) : (value as Value);
}

function floats(vector: Vector): TypedColumn {
  const values = vector.toArray() as Float64Array;
  const valid = validOf(vector) ?? new Uint8Array(values.length).fill(1);
  for (let row = 0; row < values.length; row++) if (!Number.isFinite(values[row])) valid[row] = 0;
  return { kind: 'float', values, valid: markOf(valid) };
}

function validOf(vector: Vector): Uint8Array | undefined {
  if (vector.nullCount === 0) return undefined;
  return Uint8Array.from({ length: vector.length }, (_, row) => (vector.isValid(row) ? 1 : 0));
}

/** What stands under a null may be anything, also a number that would make the column a wide one. */
function withoutNulls(vector: Vector): BigInt64Array {
  const values = joined(vector);
  if (vector.nullCount === 0) return values;
  return values.map((value, row) => (vector.isValid(row) ? value : 0n));
}

/** The memory of a chunk may be longer than the chunk. */
function joined(vector: Vector): BigInt64Array {
  const [first] = vector.data;
  if (vector.data.length === 1) return (first!.values as BigInt64Array).subarray(0, first!.length);
  const values = new BigInt64Array(vector.length);
  let start = 0;
  for (const data of vector.data) {
    values.set((data.values as BigInt64Array).subarray(0, data.length), start);
    start += data.length;
  }
  return values;
}

function toMicros(values: BigInt64Array, unit: TimeUnit): BigInt64Array {
  switch (unit) {
    case TimeUnit.SECOND:
      return values.map((value) => value * 1_000_000n);
    case TimeUnit.MILLISECOND:
      return values.map((value) => value * 1000n);
    case TimeUnit.MICROSECOND:
      return values;
    case TimeUnit.NANOSECOND:
      return values.map((value) => value / 1000n);
  }
}

function typeError(name: string, what: string): UserError {
  return new UserError({
    code: 'frame-type',
    message: `Column ${name} holds ${what}, which a frame cannot`,
    field: name,
    fix: 'Cast it to float64, int32, int64, timestamp, bool or utf8 before',
  });
}
