// A clean part and random choices in; the same part with values in it that no market ever had out.
import fc from 'fast-check';
import { US_PER_DAY } from '../../src/core/market/civil-time.ts';
import type { RowColumns } from '../../src/core/quality/row-rule.ts';
import { rowCountOf } from './quality-sets.ts';

export interface Damage {
  /** Shares of the rows and columns that are hit. */
  readonly at: number;
  readonly length: number;
  readonly column: number;
  readonly what: 'zero' | 'negative' | 'nan' | 'infinite' | 'above' | 'scaled' | 'shifted' | 'constant';
}

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    length: fc.integer({ min: 1, max: 400 }),
    column: fc.double({ min: 0, max: 0.999, noNaN: true }),
    what: fc.constantFrom('zero', 'negative', 'nan', 'infinite', 'above', 'scaled', 'shifted', 'constant'),
  }),
  { maxLength: 6 },
);

/** `names` are the columns that may be hit; the first `sparedRows` rows are left alone. */
export function damaged(
  columns: RowColumns,
  names: readonly string[],
  choices: readonly Damage[],
  sparedRows = 0,
): RowColumns {
  const result = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()]));
  const rows = rowCountOf(columns);
  for (const { at, length, column, what } of choices) {
    const values = result[names[Math.floor(column * names.length)]!]!;
    const from = sparedRows + Math.floor(at * (rows - sparedRows));
    for (let row = from; row < Math.min(rows, from + length); row++) {
      values[row] = damagedValue(values[row]!, values[Math.max(0, row - 1)]!, values[from]!, what);
    }
  }
  return result;
}

function damagedValue(value: number, above: number, first: number, what: Damage['what']): number {
  switch (what) {
    case 'zero':
      return 0;
    case 'negative':
      return -value;
    case 'nan':
      return Number.NaN;
    case 'infinite':
      return Number.POSITIVE_INFINITY;
    case 'above':
      return above;
    case 'scaled':
      return value * 1.01;
    case 'shifted':
      return value + US_PER_DAY / 100;
    case 'constant':
      return first;
  }
}
