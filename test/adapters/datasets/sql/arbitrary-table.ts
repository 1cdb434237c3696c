// Arbitrary tables with every kind of column, missing values and values at the edges, for properties.
import fc from 'fast-check';
import { ColumnBuffer } from '../../../../src/adapters/datasets/sql/column-buffer.ts';
import type { ColumnTable } from '../../../../src/adapters/datasets/sql/column-table.ts';
import type { ColumnKind, TypedColumn, Value } from '../../../../src/adapters/datasets/sql/typed-column.ts';

export function columnOf(kind: ColumnKind, values: readonly (Value | undefined)[]): TypedColumn {
  const buffer = new ColumnBuffer(kind);
  for (const value of values) buffer.add(value);
  return buffer.take();
}

const WHOLE = fc.maxSafeInteger();
const VALUES: Readonly<Record<ColumnKind, fc.Arbitrary<Value>>> = {
  float: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  int32: fc.integer(),
  int64: fc.oneof(
    { weight: 9, arbitrary: WHOLE },
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => !Number.isSafeInteger(Number(value))),
  ),
  time: WHOLE,
  boolean: fc.boolean(),
  text: fc.string({ unit: 'grapheme', maxLength: 6 }),
};

export const KINDS = Object.keys(VALUES) as readonly ColumnKind[];

/** A column of each kind under its name, of equal length. */
export const arbitraryTable: fc.Arbitrary<ColumnTable> = fc.integer({ min: 0, max: 40 }).chain((rows) =>
  fc
    .tuple(
      ...KINDS.map((kind) =>
        fc.array(fc.option(VALUES[kind], { nil: undefined, freq: 4 }), { minLength: rows, maxLength: rows }),
      ),
    )
    .map((values) => ({
      rows,
      columns: new Map(KINDS.map((kind, at) => [kind, columnOf(kind, values[at]!)] as const)),
    })),
);
