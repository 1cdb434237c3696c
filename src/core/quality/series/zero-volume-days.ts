// Takes a series; finds its days without any volume although they have prices.

import type { Series, SeriesRule } from '../series-rule.ts';
import { openDays } from './known-days.ts';
import { countOf, firstExamples } from './wording.ts';

export const zeroVolumeDays: SeriesRule = {
  id: 'zero-volume-days',
  severity: 'warn',
  kinds: ['trades', 'candles', 'daily'],
  meaning:
    'Whole days have no volume: the source does not tell it, or the wrong column was read; nothing can be built on it.',
  check(series: Series) {
    const days = openDays(series);
    const empty = days.filter(({ facts }) => facts.volume === 0);
    if (empty.length === 0) return [];
    const all =
      empty.length === days.length
        ? 'No day has any volume'
        : `${countOf(empty.length, 'day')} of ${days.length} without any volume`;
    return [
      {
        rule: zeroVolumeDays.id,
        severity: zeroVolumeDays.severity,
        rows: empty.length,
        detail: `${all}: the source does not tell it, or the wrong column was read.`,
        examples: firstExamples(empty.map(({ isoDay, facts }) => ({ day: isoDay, what: countOf(facts.rows, 'row') }))),
      },
    ];
  },
};
