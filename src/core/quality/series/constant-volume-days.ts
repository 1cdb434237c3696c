// Takes a series; finds stretches of days that all have exactly the same volume.

import type { Series, SeriesRule } from '../series-rule.ts';
import { equalRuns } from './equal-runs.ts';
import { openDays } from './known-days.ts';
import { countOf, firstExamples, plainNumber } from './wording.ts';

/** Two or three equal days happen where little is traded. */
const LEAST_DAYS = 4;

export const constantVolumeDays: SeriesRule = {
  id: 'constant-volume-days',
  severity: 'warn',
  kinds: ['trades', 'candles', 'daily'],
  meaning: 'Four or more days in a row have exactly the same volume: it was made up, or one day was copied.',
  check(series: Series) {
    const runs = equalRuns(openDays(series), LEAST_DAYS, ({ facts }) =>
      facts.volume === 0 ? undefined : facts.volume,
    );
    if (runs.length === 0) return [];
    const days = runs.reduce((sum, run) => sum + run.length, 0);
    return [
      {
        rule: constantVolumeDays.id,
        severity: constantVolumeDays.severity,
        rows: days,
        detail: `${countOf(days, 'day')} in ${countOf(runs.length, 'stretch', 'stretches')} with one and the same volume: it was made up, or one day was copied.`,
        examples: firstExamples(
          runs.map((run) => ({
            day: run[0]!.isoDay,
            what: `${plainNumber(run[0]!.facts.volume!)} contracts a day up to ${run.at(-1)!.isoDay}`,
          })),
        ),
      },
    ];
  },
};
