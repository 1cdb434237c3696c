// The schema of a Parquet column to how its values are read as numbers, texts or times.

import type { SchemaElement } from 'hyparquet';

export type ParquetType =
  | { readonly kind: 'number'; readonly unsigned: boolean }
  /** Unscaled whole numbers: value / 10^scale. */
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'float' }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  /** Units since 1970-01-01 UTC, or since 1970-01-01 by the local clock. */
  | { readonly kind: 'timestamp'; readonly unitNs: number; readonly isLocal: boolean }
  | { readonly kind: 'date' }
  | { readonly kind: 'time'; readonly unitNs: number };

const UNIT_NS = { MILLIS: 1_000_000, MICROS: 1000, NANOS: 1 } as const;
const SCALE_MAX = 38;

/** Undefined for types that no column of a mapping can have. */
export function parquetTypeOf(element: SchemaElement): ParquetType | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalOf(element);
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'boolean' };
    case 'INT32':
      return int32Of(element);
    case 'INT64':
      return int64Of(element);
    case 'INT96':
      return { kind: 'timestamp', unitNs: 1, isLocal: false };
    case 'FLOAT':
      return { kind: 'float' };
    case 'DOUBLE':
      return { kind: 'number', unsigned: false };
    case 'BYTE_ARRAY':
      return converted === 'BSON' || isSpecial(logical?.type) ? undefined : { kind: 'text' };
    default:
      return undefined;
  }
}

function isSpecial(logical: string | undefined): boolean {
  return logical !== undefined && logical !== 'STRING' && logical !== 'ENUM' && logical !== 'JSON';
}

function decimalOf({ type, scale, logical_type: logical }: SchemaElement): ParquetType | undefined {
  if (type !== 'INT32' && type !== 'INT64' && type !== 'BYTE_ARRAY' && type !== 'FIXED_LEN_BYTE_ARRAY')
    return undefined;
  const places = scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
  return places >= 0 && places <= SCALE_MAX ? { kind: 'decimal', scale: places } : undefined;
}

function int32Of(element: SchemaElement): ParquetType {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'DATE' || logical?.type === 'DATE') return { kind: 'date' };
  if (converted === 'TIME_MILLIS' || logical?.type === 'TIME') return { kind: 'time', unitNs: UNIT_NS.MILLIS };
  return { kind: 'number', unsigned: isUnsigned(element) };
}

function int64Of(element: SchemaElement): ParquetType {
  const { converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'TIMESTAMP') {
    return { kind: 'timestamp', unitNs: UNIT_NS[logical.unit], isLocal: !logical.isAdjustedToUTC };
  }
  if (logical?.type === 'TIME') return { kind: 'time', unitNs: UNIT_NS[logical.unit] };
  if (converted === 'TIMESTAMP_MILLIS') return { kind: 'timestamp', unitNs: UNIT_NS.MILLIS, isLocal: false };
  if (converted === 'TIMESTAMP_MICROS') return { kind: 'timestamp', unitNs: UNIT_NS.MICROS, isLocal: false };
  if (converted === 'TIME_MICROS') return { kind: 'time', unitNs: UNIT_NS.MICROS };
  return { kind: 'number', unsigned: isUnsigned(element) };
}

function isUnsigned({ converted_type, logical_type }: SchemaElement): boolean {
  return (converted_type?.startsWith('UINT_') ?? false) || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);
}
