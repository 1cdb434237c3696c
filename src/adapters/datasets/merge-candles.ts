// The candles of one day from two files that overlap to the candles of both, or the candle on which they contradict each other.

import type { PartColumns } from './row-buffer.ts';

/** Two files that cannot both be right. */
export interface MergeConflict {
  readonly kind: 'conflict';
  /** Microseconds UTC; undefined where the files differ as a whole. */
  readonly timeUs: number | undefined;
  readonly why: string;
}

export type MergedCandles = { readonly kind: 'merged'; readonly columns: PartColumns } | MergeConflict;

/** Both ascend by `open_time_us`. A candle that both have must be equal in every column. */
export function mergeCandles(older: PartColumns, newer: PartColumns): MergedCandles {
  const names = Object.keys(older);
  const differing = columnDifference(older, newer);
  if (differing !== undefined) return { kind: 'conflict', timeUs: undefined, why: differing };
  const [timesA, timesB] = [older.open_time_us!, newer.open_time_us!];
  const out: Record<string, Float64Array> = {};
  for (const name of names) out[name] = new Float64Array(timesA.length + timesB.length);
  let [a, b, rows] = [0, 0, 0];
  while (a < timesA.length || b < timesB.length) {
    const timeA = timesA[a] ?? Number.POSITIVE_INFINITY;
    const timeB = timesB[b] ?? Number.POSITIVE_INFINITY;
    if (timeA === timeB) {
      const wrong = names.find((name) => older[name]![a] !== newer[name]![b]);
      if (wrong !== undefined) {
        const why = `the candle has ${wrong} ${older[wrong]![a]} in one file and ${newer[wrong]![b]} in the other`;
        return { kind: 'conflict', timeUs: timeA, why };
      }
    }
    const source = timeA <= timeB ? older : newer;
    const row = timeA <= timeB ? a : b;
    for (const name of names) out[name]![rows] = source[name]![row]!;
    if (timeA <= timeB) a++;
    if (timeB <= timeA) b++;
    rows++;
  }
  for (const name of names) out[name] = out[name]!.slice(0, rows);
  return { kind: 'merged', columns: out };
}

/** In words; undefined when both have the same columns. */
export function columnDifference(older: PartColumns, newer: PartColumns): string | undefined {
  const only = (a: PartColumns, b: PartColumns): string | undefined =>
    Object.keys(a).find((name) => b[name] === undefined);
  const name = only(older, newer) ?? only(newer, older);
  return name === undefined ? undefined : `only one of the files has the column ${name}`;
}
