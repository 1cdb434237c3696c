// Decoded chunks of a Parquet column to the values of a slice of rows, each as a number, a text or a time.

import { DAY_US } from '../candle-kind.ts';
import type { DecodedChunk } from './parquet-file.ts';
import type { ParquetType } from './parquet-type.ts';

export type SliceColumn =
  /** NaN: empty; infinite: a number that cannot be held exactly. */
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly values: readonly (Uint8Array | undefined)[] }
  /** Microseconds UTC and nanoseconds beyond them; NaN: empty. */
  | { readonly kind: 'instant'; readonly us: Float64Array; readonly ns: Float64Array }
  /** Days since 1970-01-01 and microseconds since midnight of a local clock; a NaN day in a column of times of day. */
  | { readonly kind: 'local'; readonly days: Float64Array; readonly us: Float64Array; readonly ns: Float64Array };

const TEXTS = { true: new TextEncoder().encode('true'), false: new TextEncoder().encode('false') };
const FLOAT_DIGITS = [6, 7, 8, 9] as const;

/** The rows from `rowStart` up to, not including, `rowEnd`. Throws for values that are not of the type. */
export function sliceColumn(
  chunks: readonly DecodedChunk[],
  type: ParquetType,
  rowStart: number,
  rowEnd: number,
): SliceColumn {
  const rows = rowEnd - rowStart;
  const each = (take: (row: number, value: unknown) => void): void => {
    for (const { rowStart: first, data } of chunks) {
      const from = Math.max(first, rowStart);
      const to = Math.min(first + data.length, rowEnd);
      for (let row = from; row < to; row++) {
        const value: unknown = data[row - first];
        if (value !== undefined && value !== null) take(row - rowStart, value);
      }
    }
  };
  switch (type.kind) {
    case 'text':
    case 'boolean': {
      const values: (Uint8Array | undefined)[] = new Array(rows).fill(undefined);
      each((row, value) => {
        values[row] = type.kind === 'text' ? bytesOf(value) : TEXTS[value === true ? 'true' : 'false'];
      });
      return { kind: 'text', values };
    }
    case 'number':
    case 'float':
    case 'decimal': {
      const values = new Float64Array(rows).fill(Number.NaN);
      each((row, value) => {
        values[row] = numberOf(value, type);
      });
      return { kind: 'number', values };
    }
    case 'timestamp':
    case 'date':
    case 'time':
      return times(rows, type, each);
  }
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error('a text is none: the dictionary of its column is missing');
}

function numberOf(value: unknown, type: ParquetType): number {
  if (type.kind === 'decimal') return scaled(value, type.scale);
  if (type.kind === 'float') return shortest(value as number);
  const unsigned = type.kind === 'number' && type.unsigned;
  if (typeof value === 'bigint') return exact(unsigned ? BigInt.asUintN(64, value) : value);
  return unsigned ? (value as number) >>> 0 : (value as number);
}

/** Infinite where a float cannot hold it. */
function exact(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Number.POSITIVE_INFINITY;
}

/** The decimal that a float of 32 bits stands for, with the fewest digits that give it again. */
function shortest(value: number): number {
  for (const digits of FLOAT_DIGITS) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}

/** The quotient of two whole numbers is rounded once where both are exact. */
function scaled(value: unknown, scale: number): number {
  const unscaled = value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint);
  const number = Number(unscaled);
  return Number.isSafeInteger(number) && scale <= 22 ? number / 10 ** scale : Number(`${unscaled}e-${scale}`);
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function times(
  rows: number,
  type: Extract<ParquetType, { kind: 'timestamp' | 'date' | 'time' }>,
  each: (take: (row: number, value: unknown) => void) => void,
): SliceColumn {
  const us = new Float64Array(rows).fill(Number.NaN);
  const ns = new Float64Array(rows);
  const days = new Float64Array(rows).fill(Number.NaN);
  each((row, value) => {
    if (type.kind === 'date') {
      days[row] = Number(value);
      us[row] = 0;
      return;
    }
    if (type.unitNs === 1) {
      const nanos = BigInt(value as number | bigint);
      us[row] = Number(nanos / 1000n);
      ns[row] = Number(nanos % 1000n);
    } else us[row] = Number(value) * (type.unitNs / 1000);
    if (type.kind === 'time' || !type.isLocal) return;
    days[row] = Math.floor(us[row]! / DAY_US);
    us[row] = us[row]! - days[row]! * DAY_US;
  });
  const isInstant = type.kind === 'timestamp' && !type.isLocal;
  return isInstant ? { kind: 'instant', us, ns } : { kind: 'local', days, us, ns };
}
