// Times of rows and the close of their day go in; a last row long before the close comes out.

import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { DaySpan } from './measure/day-span.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import { SESSION_KINDS } from './measure/row-times.ts';
import { tradingHoursOf } from './measure/trading-hours.ts';

export const earlyEnd: RowRule = {
  id: 'early-end',
  severity: 'warn',
  kinds: SESSION_KINDS,
  meaning:
    'The last row comes more than 15 minutes (in instruments that trade seldom, ten usual waits) before the close: a capture or an export that stopped.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const span = new DaySpan(context, hours);
  return {
    rows: (columns, from, to, offset) => span.see(columns, from, to, offset),
    finding: (ended) => {
      const earlyUs = hours.closeUs - span.lastUs;
      if (!ended || !span.isTelling || context.nowUs < hours.closeUs || earlyUs <= span.toleranceUs()) return undefined;
      const last = clockOf(context, span.lastUs);
      return {
        rule: earlyEnd.id,
        severity: 'warn',
        rows: 1,
        detail:
          `The last row ends at ${last}, ${lengthOfTime(earlyUs)} before the close of ${clockOf(context, hours.closeUs)}` +
          `${hours.closeAssumed ? ' (a close that nobody saw)' : ''}: the capture or the export stopped`,
        examples: [{ row: span.lastRow, timeUs: span.lastUs, what: `last row at ${last}` }],
        values: { earlyUs },
      };
    },
  };
}
