// Takes candle times; gives where a time stands on the axis of a figure: on a clock, or at the candle that it falls in.

import { localTime } from '../report/number-format.ts';

/**
 * `clock`: real distances, for one day. `candles`: one step per candle, without the nights, for many days.
 * Both take and give text, local time of Sao Paulo.
 */
export type AxisKind = 'clock' | 'candles';

export interface TimeAxis {
  readonly kind: AxisKind;
  /** Labels of the candles, by their close. */
  readonly candleLabels: readonly string[];
  /** Where a time stands. Times after the last candle stand at it. */
  at(timeUs: number): string;
}

/** Index of the first value >= `wanted` of ascending ones; the length when there is none. */
export function firstAtOrAfter(ascending: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param closeUs close of each candle, ascending, at least one */
export function timeAxis(kind: AxisKind, closeUs: ArrayLike<number>): TimeAxis {
  const labels = Array.from(closeUs, localTime);
  // Candles of whole minutes need no seconds, and short labels leave room for more of them.
  const isWholeMinutes = kind === 'candles' && labels.every((label) => label.endsWith(':00'));
  const candleLabels = isWholeMinutes ? labels.map((label) => label.slice(0, -3)) : labels;
  const candleAt = (timeUs: number): string =>
    candleLabels[Math.min(firstAtOrAfter(closeUs, timeUs), candleLabels.length - 1)] ?? localTime(timeUs);
  return { kind, candleLabels, at: kind === 'clock' ? localTime : candleAt };
}
