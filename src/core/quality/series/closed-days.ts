// Takes a series; finds its days on which the exchange does not trade: weekends and holidays, which hold tests of its systems.

import type { Series, SeriesRule } from '../series-rule.ts';
import { closureOn } from './known-days.ts';
import { countOf, firstExamples, plainNumber } from './wording.ts';

export const closedDays: SeriesRule = {
  id: 'closed-days',
  // Each such part is refused by itself already.
  severity: 'warn',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles', 'daily'],
  meaning:
    'There are data of weekends or holidays: B3 tests its systems then, and the prices were never those of a market.',
  check(series: Series) {
    const closed = series.days.flatMap((day) => {
      const why = closureOn(series, day.dayNumber);
      return why === undefined ? [] : [{ day, why }];
    });
    if (closed.length === 0) return [];
    return [
      {
        rule: closedDays.id,
        severity: closedDays.severity,
        rows: closed.length,
        detail: `${countOf(closed.length, 'day')} on which the exchange does not trade; tests of its systems look like that, and they are to be left out.`,
        examples: firstExamples(
          closed.map(({ day: { isoDay, facts }, why }) => ({
            day: isoDay,
            what: `${why}: ${countOf(facts.rows, 'row')}${facts.median === undefined ? '' : ` around ${plainNumber(facts.median)}`}`,
          })),
        ),
      },
    ];
  },
};
