// Takes a series; finds the trading days without data between its first and its last, those of a roll left to another rule.

import { formatDay } from '../../market/civil-day.ts';
import { nextTradingDay } from '../../market/trading-calendar.ts';
import type { Example } from '../finding.ts';
import type { Series, SeriesRule } from '../series-rule.ts';
import { missingTradingDays } from './missing-trading-days.ts';
import { countOf, firstExamples } from './wording.ts';

interface Stretch {
  readonly from: number;
  to: number;
  days: number;
}

/** Missing days joined where no day with data lies between them. */
function stretchesOf(dayNumbers: readonly number[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const dayNumber of dayNumbers) {
    const current = stretches[stretches.length - 1];
    if (current !== undefined && nextTradingDay(current.to) === dayNumber) {
      current.to = dayNumber;
      current.days += 1;
    } else stretches.push({ from: dayNumber, to: dayNumber, days: 1 });
  }
  return stretches;
}

function exampleOf({ from, to, days }: Stretch): Example {
  const what = days === 1 ? 'missing' : `missing, and up to ${formatDay(to)}: ${countOf(days, 'trading day')}`;
  return { day: formatDay(from), what };
}

export const missingDays: SeriesRule = {
  id: 'missing-days',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles', 'daily'],
  meaning:
    'Trading days between the first and the last day have no data: what a strategy did on them is not in a result.',
  check(series: Series) {
    const missing = missingTradingDays(series);
    const ordinary = missing.filter(({ rollTo }) => rollTo === undefined).map(({ dayNumber }) => dayNumber);
    if (ordinary.length === 0) return [];
    const stretches = stretchesOf(ordinary);
    const longest = stretches.reduce((a, b) => (b.days > a.days ? b : a));
    const expected = series.days.length + missing.length;
    const span =
      longest.days === 1 ? '' : `; the longest stretch is ${formatDay(longest.from)} to ${formatDay(longest.to)}`;
    return [
      {
        rule: missingDays.id,
        severity: missingDays.severity,
        rows: ordinary.length,
        detail: `${countOf(ordinary.length, 'trading day')} of ${expected} between ${series.days[0]!.isoDay} and ${series.days.at(-1)!.isoDay} without data${span}.`,
        examples: firstExamples(stretches.map(exampleOf)),
        values: { days: ordinary.length, longestStretchDays: longest.days },
      },
    ];
  },
};
