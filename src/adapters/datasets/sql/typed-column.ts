// Columns of numbers, times, truth and text in which missing values are marked: what SQL gives, frames hold and exports write.

export type ColumnKind = 'float' | 'int32' | 'int64' | 'time' | 'boolean' | 'text';

/** One value: times are microseconds UTC; integers are bigint only beyond 2^53. */
export type Value = number | bigint | boolean | string;

interface Marked {
  /** 1 where there is a value; undefined where every row has one. What stands in `values` at the other rows means nothing. */
  readonly valid: Uint8Array | undefined;
}

export interface FloatColumn extends Marked {
  readonly kind: 'float';
  /** Finite wherever valid. */
  readonly values: Float64Array;
}

export interface Int32Column extends Marked {
  readonly kind: 'int32';
  readonly values: Int32Array;
}

export interface Int64Column extends Marked {
  readonly kind: 'int64';
  /** Whole numbers; a Float64Array while all of them are exact in it. */
  readonly values: Float64Array | BigInt64Array;
}

export interface TimeColumn extends Marked {
  readonly kind: 'time';
  /** Whole microseconds UTC. */
  readonly values: Float64Array;
}

export interface BooleanColumn extends Marked {
  readonly kind: 'boolean';
  readonly values: Uint8Array;
}

export interface TextColumn extends Marked {
  readonly kind: 'text';
  /** Places in `words`. */
  readonly values: Int32Array;
  readonly words: readonly string[];
}

export type TypedColumn = FloatColumn | Int32Column | Int64Column | TimeColumn | BooleanColumn | TextColumn;

/** What is known of a column before its values. */
export interface ColumnHead {
  readonly name: string;
  readonly kind: ColumnKind;
}

export function isMissing(column: TypedColumn, row: number): boolean {
  return column.valid !== undefined && column.valid[row] !== 1;
}

/** Undefined where the row has no value. */
export function valueAt(column: TypedColumn, row: number): Value | undefined {
  if (isMissing(column, row)) return undefined;
  switch (column.kind) {
    case 'boolean':
      return column.values[row] === 1;
    case 'text':
      return column.words[column.values[row]!]!;
    case 'int64':
      return narrow(column.values[row]!);
    default:
      return column.values[row]!;
  }
}

/** A number where it is exact. */
export function narrow(value: number | bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Rows without a value. */
export function missingCount(column: TypedColumn): number {
  let missing = 0;
  for (const valid of column.valid ?? []) if (valid === 0) missing++;
  return missing;
}

/** A mask in which every row is valid says nothing and is left out. */
export function markOf(valid: Uint8Array): Uint8Array | undefined {
  return valid.includes(0) ? valid : undefined;
}

/** The same value in every row. */
export function constantText(text: string, rows: number): TextColumn {
  return { kind: 'text', values: new Int32Array(rows), words: [text], valid: undefined };
}

/** Integers of 64 bits as numbers where all of them are exact, else as they are. */
export function narrowInt64(values: BigInt64Array): Float64Array | BigInt64Array {
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = Number(values[row]);
    if (!Number.isSafeInteger(value)) return values;
    numbers[row] = value;
  }
  return numbers;
}

/** Integers of 64 bits for formats that have no other. */
export function wideInt64(values: Float64Array | BigInt64Array): BigInt64Array {
  if (values instanceof BigInt64Array) return values;
  const wide = new BigInt64Array(values.length);
  for (let row = 0; row < values.length; row++) wide[row] = BigInt(values[row]!);
  return wide;
}
