// A column type of the database in; its kind here and how to read its values, exactly or with a clear refusal, out.

import {
  type DuckDBDecimalValue,
  type DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import { badSql } from './sql-error.ts';
import { type ColumnKind, narrow, type Value } from './typed-column.ts';

export interface VectorReader {
  readonly kind: ColumnKind;
  /** Takes a value that is not null; undefined where it stands for none. */
  readonly parse: (value: DuckDBValue) => Value | undefined;
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
/** A number holds every decimal of so many digits exactly enough to print it again. */
const EXACT_DIGITS = 15;

const INT32_TYPES: ReadonlySet<DuckDBTypeId> = new Set([
  ...[DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER],
  ...[DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT],
]);
const INT64_TYPES: ReadonlySet<DuckDBTypeId> = new Set([
  ...[DuckDBTypeId.UINTEGER, DuckDBTypeId.BIGINT, DuckDBTypeId.UBIGINT],
  ...[DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT],
]);

/** `name` is the column's, for messages. A value that its kind cannot hold is a UserError `bad-sql`. */
export function vectorReader(type: DuckDBType, name: string): VectorReader {
  const id = type.typeId;
  if (id === DuckDBTypeId.BOOLEAN) return { kind: 'boolean', parse: (value) => value as boolean };
  if (id === DuckDBTypeId.FLOAT || id === DuckDBTypeId.DOUBLE) return { kind: 'float', parse: finite };
  if (INT32_TYPES.has(id)) return { kind: 'int32', parse: (value) => value as number };
  if (INT64_TYPES.has(id)) return { kind: 'int64', parse: (value) => int64(BigInt(value as bigint | number), name) };
  if (id === DuckDBTypeId.DECIMAL)
    return { kind: 'float', parse: (value) => decimal(value as DuckDBDecimalValue, name) };
  if (id === DuckDBTypeId.TIMESTAMP_TZ)
    return { kind: 'time', parse: (value) => time((value as DuckDBTimestampTZValue).micros, name) };
  // a date and a TIMESTAMP without time zone are no instants
  return { kind: 'text', parse: (value) => String(value) };
}

/** Not a number and infinity are no values of a market. */
function finite(value: DuckDBValue): number | undefined {
  return Number.isFinite(value) ? (value as number) : undefined;
}

function int64(value: bigint, name: string): Value {
  if (value <= INT64_MAX && value >= INT64_MIN) return narrow(value);
  throw tooLarge(name, `has the integer ${value}, which 64 bits do not hold`);
}

function decimal({ value, scale }: DuckDBDecimalValue, name: string): number {
  const digits = String(value).replace(/^-/, '').replace(/0+$/, '').length;
  if (digits > EXACT_DIGITS) throw tooLarge(name, `has a decimal of more than ${EXACT_DIGITS} digits`);
  return Number(`${value}e-${scale}`);
}

function time(micros: bigint, name: string): number {
  const value = Number(micros);
  if (Number.isSafeInteger(value)) return value;
  throw tooLarge(name, 'has a time further away than any market');
}

function tooLarge(name: string, why: string): Error {
  return badSql({
    message: `Column ${name} of the answer ${why}`,
    fix: `Cast it: CAST(${name} AS VARCHAR) for its exact text, CAST(${name} AS DOUBLE) for a number near it`,
  });
}
