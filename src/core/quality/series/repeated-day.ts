// Takes a series; finds days whose rows are all those of an earlier day: the same prices and sizes at the same times.

import type { Series, SeriesRule } from '../series-rule.ts';
import { repeatedRuns } from './repeated-runs.ts';
import { countOf, firstExamples } from './wording.ts';

export const repeatedDay: SeriesRule = {
  id: 'repeated-day',
  severity: 'refuse',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles', 'daily'],
  meaning: 'A day is the copy of an earlier one, row by row: it was filled in, or saved under the wrong date.',
  check(series: Series) {
    const copies = repeatedRuns(series).filter(({ isWholeDay }) => isWholeDay);
    if (copies.length === 0) return [];
    return [
      {
        rule: repeatedDay.id,
        severity: repeatedDay.severity,
        rows: copies.length,
        detail: `${countOf(copies.length, 'day')} that repeat an earlier one in every row: filled in, or saved under the wrong date.`,
        examples: firstExamples(
          copies.map(({ day, earlier, rows }) => ({
            day: day.isoDay,
            what: `equal to ${earlier.isoDay} in all of its ${countOf(rows, 'row')}`,
          })),
        ),
      },
    ];
  },
};
