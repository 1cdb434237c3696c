// Takes a series; lists the days with the longest holes inside the session, far longer than is usual in the series.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import type { Series, SeriesRule } from '../series-rule.ts';
import { livelyDays } from './known-days.ts';
import { usualLimit } from './typical-days.ts';
import { countOf, firstExamples, minutesText } from './wording.ts';

const LEAST_US = 30 * US_PER_MINUTE;

export const longestGaps: SeriesRule = {
  id: 'longest-gaps',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles'],
  meaning:
    'Inside the session of a day nothing is there for half an hour or longer, while the other days have no such hole: a lost connection or a halt.',
  check(series: Series) {
    const days = livelyDays(series);
    const limitUs = usualLimit(
      days.map(({ facts }) => facts.longestGapUs),
      LEAST_US,
    );
    // A hole of just half an hour is one: candles of half an hour lose no less.
    const found = days.filter(({ facts }) => facts.longestGapUs >= limitUs && facts.longestGapUs >= LEAST_US);
    if (found.length === 0) return [];
    const longest = [...found].sort((a, b) => b.facts.longestGapUs - a.facts.longestGapUs);
    return [
      {
        rule: longestGaps.id,
        severity: longestGaps.severity,
        rows: found.length,
        detail: `${countOf(found.length, 'day')} of ${days.length} with a hole inside the session that the other days have not, the longest of ${minutesText(longest[0]!.facts.longestGapUs / US_PER_MINUTE)}.`,
        examples: firstExamples(
          longest.map(({ isoDay, facts }) => ({
            day: isoDay,
            timeUs: facts.longestGapAtUs,
            what: `nothing for ${minutesText(facts.longestGapUs / US_PER_MINUTE)}`,
          })),
        ),
        values: { longestGapUs: longest[0]!.facts.longestGapUs },
      },
    ];
  },
};
