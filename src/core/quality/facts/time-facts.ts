// Takes the times of a day's rows and its session; gives when they begin and end and the longest time without one.

import type { PartContext, RowColumns } from '../row-rule.ts';

/** Microseconds UTC; the gap lies inside the session, wherever one is known. */
export interface TimeFacts {
  readonly firstTimeUs: number;
  readonly lastTimeUs: number;
  readonly longestGapUs: number;
  readonly longestGapAtUs: number;
}

export function timeColumn(context: PartContext, columns: RowColumns): Float64Array | undefined {
  return context.kind === 'candles' || context.kind === 'daily' ? columns.open_time_us : columns.time_us;
}

/** `starts` are the times of the rows, `ends` the same or, of candles, their ends. */
export function timeFacts(context: PartContext, starts: Float64Array, ends: Float64Array): TimeFacts {
  const { session, midnightUs } = context;
  // Above the minus infinity that stands for no row so far: a gap begins at a row.
  const fromUs = session?.openUs ?? -Number.MAX_VALUE;
  const toUs = session?.closingCallEndUs ?? session?.closeUs ?? Number.POSITIVE_INFINITY;
  let firstTimeUs = Number.POSITIVE_INFINITY;
  let lastTimeUs = Number.NEGATIVE_INFINITY;
  let longestGapUs = 0;
  let longestGapAtUs = Number.NaN;
  for (let row = 0; row < starts.length; row++) {
    const startUs = starts[row]!;
    const endUs = ends[row]!;
    if (startUs < firstTimeUs) firstTimeUs = startUs;
    if (lastTimeUs >= fromUs && startUs <= toUs && startUs - lastTimeUs > longestGapUs) {
      longestGapUs = startUs - lastTimeUs;
      longestGapAtUs = lastTimeUs;
    }
    if (endUs > lastTimeUs) lastTimeUs = endUs;
  }
  if (!Number.isFinite(firstTimeUs)) firstTimeUs = midnightUs;
  if (!Number.isFinite(lastTimeUs)) lastTimeUs = firstTimeUs;
  if (longestGapUs === 0) longestGapAtUs = firstTimeUs;
  return { firstTimeUs, lastTimeUs, longestGapUs, longestGapAtUs };
}
