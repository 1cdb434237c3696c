// A column and the rows of it that are shown in; a writer of its cells out: all with as many decimals as its step needs, times by the clock of the exchange.

import type { CellWriter } from '../../adapters/datasets/sql/text-table.ts';
import { utcWriter } from '../../adapters/datasets/sql/time-text.ts';
import { type TypedColumn, valueAt } from '../../adapters/datasets/sql/typed-column.ts';
import { formatLocalTime } from '../../core/market/civil-time.ts';

/** Decimals of a step at most; numbers on no such step have significant digits instead. */
const MOST_DECIMALS = 6;
const DIGITS = 7;
const TOLERANCE = 1e-9;

/** The least decimals with which every number is told in full: 1 for prices on a half-point tick. Undefined where none suffice. */
export function decimalsOf(values: readonly number[]): number | undefined {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    const parts = 10 ** decimals;
    const isOnStep = (value: number): boolean =>
      Math.abs(value * parts - Math.round(value * parts)) <= TOLERANCE * Math.max(1, Math.abs(value * parts));
    if (values.every(isOnStep)) return decimals;
  }
  return undefined;
}

function localText(timeUs: number): string {
  try {
    return formatLocalTime(timeUs).replace(/\.000000$/, '');
  } catch {
    // before 2008 and after 2099 the local clock is not known
    return utcWriter()(timeUs);
  }
}

function writerOf(column: TypedColumn, rows: readonly number[]): (row: number) => string {
  if (column.kind === 'time') return (row) => localText(Number(valueAt(column, row)));
  if (column.kind !== 'float') return (row) => String(valueAt(column, row));
  const values = rows.flatMap((row) => (row < 0 ? [] : (valueAt(column, row) ?? []))) as number[];
  const decimals = decimalsOf(values);
  return (row) => numberText(valueAt(column, row) as number, decimals ?? decimalsOfSize(values));
}

/** Decimals that leave DIGITS digits to the largest number, for columns that are on no step. */
function decimalsOfSize(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.min(MOST_DECIMALS, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(largest))));
}

function numberText(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  // what is not 0 is not shown as 0, and beyond 1e15 the digits are those of the number, not of a sum of powers of two
  if (Math.abs(value) >= 1e15 || (value !== 0 && Number(text) === 0)) return String(Number(value.toPrecision(DIGITS)));
  return value === 0 ? text.replace('-', '') : text;
}

/** @param rows all rows that are shown; -1 among them is none */
export function cellWriter(rows: readonly number[]): CellWriter {
  const writers = new Map<TypedColumn, (row: number) => string>();
  return (column, row) => {
    let write = writers.get(column);
    if (write === undefined) {
      write = writerOf(column, rows);
      writers.set(column, write);
    }
    return write(row);
  };
}
