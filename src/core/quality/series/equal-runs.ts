// Takes days and a figure of each; gives the stretches of days that follow each other with the same figure.

import type { SeriesDay } from '../series-rule.ts';

/** At least `length` days each; a day without the figure (undefined) ends a stretch. */
export function equalRuns(
  days: readonly SeriesDay[],
  length: number,
  figureOf: (day: SeriesDay) => number | undefined,
): readonly (readonly SeriesDay[])[] {
  const runs: SeriesDay[][] = [];
  let figure: number | undefined;
  for (const day of days) {
    const next = figureOf(day);
    if (next === undefined || next !== figure) runs.push([]);
    figure = next;
    if (next !== undefined) runs[runs.length - 1]!.push(day);
  }
  return runs.filter((run) => run.length >= length);
}
