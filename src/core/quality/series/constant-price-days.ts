// Takes a series; finds days on which the price never moved, of daily candles stretches of days.

import type { Series, SeriesDay, SeriesRule } from '../series-rule.ts';
import { equalRuns } from './equal-runs.ts';
import { openDays } from './known-days.ts';
import { countOf, firstExamples, plainNumber } from './wording.ts';

/** With fewer rows a day may well stand still. */
const LEAST_ROWS = 10;
/** Of daily candles. */
const LEAST_DAYS = 5;

function isConstant({ facts }: SeriesDay): boolean {
  return facts.high !== undefined && facts.high === facts.low;
}

function constantDays(series: Series): readonly SeriesDay[] {
  const days = openDays(series);
  if (series.kind !== 'daily') return days.filter((day) => isConstant(day) && day.facts.rows >= LEAST_ROWS);
  return equalRuns(days, LEAST_DAYS, (day) => (isConstant(day) ? day.facts.last : undefined)).flat();
}

export const constantPriceDays: SeriesRule = {
  id: 'constant-price-days',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'lasts', 'candles', 'daily'],
  meaning:
    'The price never moves on a whole day, or daily candles repeat one price for a week: the source repeated its last price.',
  check(series: Series) {
    const days = constantDays(series);
    if (days.length === 0) return [];
    return [
      {
        rule: constantPriceDays.id,
        severity: constantPriceDays.severity,
        rows: days.length,
        detail: `${countOf(days.length, 'day')} with one price only: the source repeated its last price.`,
        examples: firstExamples(
          days.map(({ isoDay, facts }) => ({
            day: isoDay,
            what: `${plainNumber(facts.high!)} in ${countOf(facts.rows, 'row')}`,
          })),
        ),
      },
    ];
  },
};
