// The candles of one day from two files that overlap to the candles of both, or the candle on which they contradict each other.

import { differingColumn, EQUAL, pickedColumns } from './merge-picks.ts';
import type { PartColumns } from './row-buffer.ts';

/** Two files that cannot both be right. */
export interface MergeConflict {
  readonly kind: 'conflict';
  /** Microseconds UTC; undefined where the files differ as a whole. */
  readonly timeUs: number | undefined;
  readonly why: string;
}

export type MergedCandles = { readonly kind: 'merged'; readonly columns: PartColumns } | MergeConflict;

/** Both ascend by `open_time_us`. A candle that both have must be equal in every column. It does not matter which is named first. */
export function mergeCandles(older: PartColumns, newer: PartColumns): MergedCandles {
  const missing = columnDifference(older, newer);
  if (missing !== undefined) return { kind: 'conflict', timeUs: undefined, why: missing };
  const names = Object.keys(older);
  const [valuesA, valuesB] = [names.map((name) => older[name]!), names.map((name) => newer[name]!)];
  const [timesA, timesB] = [older.open_time_us!, newer.open_time_us!];
  const picks = new Uint32Array(timesA.length + timesB.length);
  let [a, b, rows] = [0, 0, 0];
  while (a < timesA.length || b < timesB.length) {
    const isA = b === timesB.length || timesA[a]! <= timesB[b]!;
    const isB = a === timesA.length || timesB[b]! <= timesA[a]!;
    if (isA && isB) {
      const wrong = differingColumn(valuesA, a, valuesB, b);
      if (wrong !== EQUAL) {
        const why = `the candle has ${names[wrong]} ${valuesA[wrong]![a]} in one file and ${valuesB[wrong]![b]} in the other`;
        return { kind: 'conflict', timeUs: timesA[a]!, why };
      }
    }
    picks[rows++] = isA ? a : timesA.length + b;
    if (isA) a++;
    if (isB) b++;
  }
  return { kind: 'merged', columns: pickedColumns(names, older, newer, picks.subarray(0, rows)) };
}

/** In words; undefined when both have the same columns. */
export function columnDifference(older: PartColumns, newer: PartColumns): string | undefined {
  const only = (a: PartColumns, b: PartColumns): string | undefined =>
    Object.keys(a).find((name) => b[name] === undefined);
  const name = only(older, newer) ?? only(newer, older);
  return name === undefined ? undefined : `only one of the files has the column ${name}`;
}
