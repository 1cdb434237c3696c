// A file whose rows carry times to whether its newest row stands first or last.

import { readFirstLines } from './line-reader.ts';

export type RowDirection = 'newest-first' | 'oldest-first' | 'unknown';

/** Thousands of trades can share the first time of a file; beyond the last step the file says nothing. */
const STEPS = [2000, 100_000] as const;

/**
 * `timeOf` gives a text that sorts as the time does, undefined for a line that has none. The way of most steps from row to
 * row counts, so that a damaged time turns nothing round; unknown when all rows are of one time.
 */
export async function rowDirection(file: string, timeOf: (line: string) => string | undefined): Promise<RowDirection> {
  for (const limit of STEPS) {
    const lines = await readFirstLines(file, limit);
    let last: string | undefined;
    let later = 0;
    for (const line of lines) {
      const time = timeOf(line);
      if (time === undefined) continue;
      if (last !== undefined && time !== last) later += time > last ? 1 : -1;
      last = time;
    }
    if (later !== 0) return later > 0 ? 'oldest-first' : 'newest-first';
    if (lines.length < limit) return 'unknown';
  }
  return 'unknown';
}
