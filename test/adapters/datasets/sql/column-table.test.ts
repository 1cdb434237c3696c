// Columns as they grow, are cut, taken from and joined: always the same as plain arrays of values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, sliceRows, takeRows } from '../../../../src/adapters/datasets/sql/column-table.ts';
import { concatTables, kindConflict } from '../../../../src/adapters/datasets/sql/concat-columns.ts';
import { missingCount, valueAt } from '../../../../src/adapters/datasets/sql/typed-column.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { arbitraryTable, columnOf } from './arbitrary-table.ts';

describe('a column that grows', () => {
  it('gives back what was added, past its first room, and then begins anew', () => {
    const values = Array.from({ length: 3000 }, (_, row) => (row % 7 === 0 ? undefined : row / 2));
    const column = columnOf('float', values);
    expect(Array.from(values, (_, row) => valueAt(column, row))).toEqual(values);
    expect(missingCount(column)).toBe(429);
  });

  it('is of numbers again when no integer of it is beyond 2^53', () => {
    expect(columnOf('int64', [1, 2n ** 60n, undefined]).values).toEqual(BigInt64Array.of(1n, 2n ** 60n, 0n));
    expect(columnOf('int64', [1, 2n]).values).toEqual(Float64Array.of(1, 2));
  });

  it('has no mask when nothing is missing', () => {
    expect(columnOf('text', ['a', 'b', 'a'])).toEqual({
      ...{ kind: 'text', values: Int32Array.of(0, 1, 0), words: ['a', 'b'], valid: undefined },
    });
  });
});

describe('rows', () => {
  it('taken by place are those rows, and rows without values where the place is -1', () => {
    fc.assert(
      fc.property(arbitraryTable, fc.array(fc.nat(50)), (table, wanted) => {
        const places = wanted.map((place) => (place < table.rows ? place : -1));
        const rows = rowsOf(table);
        const none = Object.fromEntries([...table.columns.keys()].map((name) => [name, undefined]));
        expect(rowsOf(takeRows(table, Int32Array.from(places)))).toEqual(places.map((at) => rows[at] ?? none));
      }),
      { seed: 20250805, numRuns: propertyRuns(100) },
    );
  });

  it('cut and joined again are the table', () => {
    fc.assert(
      fc.property(arbitraryTable, fc.nat(40), fc.nat(40), (table, a, b) => {
        const [first, second] = [Math.min(a, b, table.rows), Math.min(Math.max(a, b), table.rows)];
        const pieces = [
          sliceRows(table, 0, first),
          sliceRows(table, first, second),
          sliceRows(table, second, table.rows),
        ];
        expect(rowsOf(concatTables(pieces))).toEqual(rowsOf(table));
      }),
      { seed: 20250805, numRuns: propertyRuns(100) },
    );
  });

  it('of a table that lacks a column have no value there', () => {
    const one = { rows: 1, columns: new Map([['a', columnOf('int32', [1])]]) };
    const two = { rows: 2, columns: new Map([['b', columnOf('text', ['x', 'y'])]]) };
    expect(rowsOf(concatTables([one, two, one]))).toEqual([
      { a: 1, b: undefined },
      { a: undefined, b: 'x' },
      { a: undefined, b: 'y' },
      { a: 1, b: undefined },
    ]);
  });

  it('of one name and two kinds cannot be joined', () => {
    const tables = ['int32', 'float'].map((kind) => ({
      rows: 1,
      columns: new Map([['a', columnOf(kind as 'int32' | 'float', [1])]]),
    }));
    expect(kindConflict(tables)).toEqual({ name: 'a', kinds: ['int32', 'float'] });
    expect(() => concatTables(tables)).toThrow('one kind');
  });
});
