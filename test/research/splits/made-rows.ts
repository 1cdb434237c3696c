// Days, rows a day and how long labels last in; rows with their times as splits take them out.

import type { RowTimes } from '../../../src/research/splits/row-times.ts';

export const MINUTE_US = 60_000_000;
const DAY_US = 86_400_000_000;

export interface MadeRows {
  readonly days: number;
  readonly rowsPerDay: number;
  /** Minutes from decision to known, by row. */
  readonly minutes: (row: number) => number;
  readonly hasLabel?: (row: number) => boolean;
  readonly daysPerContract?: number;
}

/** A row each minute from 12:00 UTC on. */
export function madeRows({ days, rowsPerDay, minutes, hasLabel, daysPerContract = 3 }: MadeRows): RowTimes {
  const rows = days * rowsPerDay;
  const numbers = Array.from({ length: rows }, (_, row) => row);
  const dayOf = (row: number): number => Math.floor(row / rowsPerDay);
  const decided = (row: number): number =>
    20_000 * DAY_US + dayOf(row) * DAY_US + (720 + (row % rowsPerDay)) * MINUTE_US;
  return {
    decisionTimeUs: Float64Array.from(numbers, decided),
    knownTimeUs: Float64Array.from(numbers, (row) => decided(row) + minutes(row) * MINUTE_US),
    hasLabel: hasLabel === undefined ? undefined : Uint8Array.from(numbers, (row) => Number(hasLabel(row))),
    day: Uint32Array.from(numbers, dayOf),
    days: Array.from({ length: days }, (_, day) => `day ${day}`),
    contract: Uint32Array.from(numbers, (row) => Math.floor(dayOf(row) / daysPerContract)),
    contracts: Array.from({ length: Math.ceil(days / daysPerContract) }, (_, contract) => `contract ${contract}`),
  };
}
