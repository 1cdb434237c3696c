// Takes the series of a root; finds the days without data on which it should have gone on to the next contract.

import { formatDay } from '../../market/civil-day.ts';
import type { Series, SeriesRule } from '../series-rule.ts';
import { missingTradingDays } from './missing-trading-days.ts';
import { countOf, firstExamples } from './wording.ts';

export const missingRollDays: SeriesRule = {
  id: 'missing-roll-days',
  severity: 'refuse',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles', 'daily'],
  meaning:
    'The first day of a contract has no data: a result would hold the old contract over its roll, which cannot be done.',
  check(series: Series) {
    const rolls = missingTradingDays(series).filter(({ rollTo }) => rollTo !== undefined);
    if (rolls.length === 0) return [];
    return [
      {
        rule: missingRollDays.id,
        severity: missingRollDays.severity,
        rows: rolls.length,
        detail: `${countOf(rolls.length, 'roll day')} without data: between the old contract and the new one nothing tells what they cost.`,
        examples: firstExamples(
          rolls.map(({ dayNumber, rollTo }) => ({ day: formatDay(dayNumber), what: `${rollTo} begins` })),
        ),
      },
    ];
  },
};
