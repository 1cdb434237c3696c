// The columns of a table to one row each: how many values, how they are spread, and how many are missing.

import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import { missingCount, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { columnOfValues } from './column-of-values.ts';

const QUANTILES = { p25: 0.25, median: 0.5, p75: 0.75 } as const;
const STATISTICS = ['mean', 'std', 'min', 'p25', 'median', 'p75', 'max'] as const;

type Statistics = Partial<Record<(typeof STATISTICS)[number], number>>;

/**
 * Columns `column`, `kind`, `count`, `missing`, and for numbers `mean`, `std` (of a sample, n - 1), `min`, `p25`, `median`,
 * `p75`, `max`. Quantiles are linear between neighbours.
 */
export function describeTable(table: ColumnTable): ColumnTable {
  const entries = [...table.columns];
  const statistics = entries.map(([, column]) => statisticsOf(column, table.rows));
  const columns = new Map<string, TypedColumn>([
    [
      'column',
      columnOfValues(
        'column',
        entries.map(([name]) => name),
        'text',
      ),
    ],
    [
      'kind',
      columnOfValues(
        'kind',
        entries.map(([, { kind }]) => kind),
        'text',
      ),
    ],
    [
      'count',
      columnOfValues(
        'count',
        entries.map(([, column]) => table.rows - missingCount(column)),
        'int32',
      ),
    ],
    [
      'missing',
      columnOfValues(
        'missing',
        entries.map(([, column]) => missingCount(column)),
        'int32',
      ),
    ],
  ]);
  for (const name of STATISTICS)
    columns.set(
      name,
      columnOfValues(
        name,
        statistics.map((each) => each[name]),
        'float',
      ),
    );
  return { rows: entries.length, columns };
}

function statisticsOf(column: TypedColumn, rows: number): Statistics {
  if (column.kind === 'text' || column.kind === 'boolean' || column.kind === 'time') return {};
  const sorted = new Float64Array(rows - missingCount(column));
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (column.valid === undefined || column.valid[row] === 1) sorted[count++] = Number(column.values[row]);
  }
  if (count === 0) return {};
  sorted.sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...(count > 1 ? { std: Math.sqrt(squares / (count - 1)) } : {}),
    ...{ mean, min: sorted[0]!, max: sorted[count - 1]! },
    ...{
      p25: quantile(sorted, QUANTILES.p25),
      median: quantile(sorted, QUANTILES.median),
      p75: quantile(sorted, QUANTILES.p75),
    },
  };
}

function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(sorted.length - 1, below + 1)]!;
  return low + (high - low) * (place - below);
}
