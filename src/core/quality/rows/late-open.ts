// Times of rows and the open of their day go in; a first row long after the open comes out.

import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { DaySpan } from './measure/day-span.ts';
import { clockOf, lengthOfTime } from './measure/figures.ts';
import { SESSION_KINDS } from './measure/row-times.ts';
import { tradingHoursOf } from './measure/trading-hours.ts';

export const lateOpen: RowRule = {
  id: 'late-open',
  severity: 'warn',
  kinds: SESSION_KINDS,
  meaning:
    'The first row comes more than 15 minutes (in instruments that trade seldom, ten usual waits) after the open: a capture that started late, or a late opening of the exchange.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const span = new DaySpan(context, hours);
  return {
    rows: (columns, from, to, offset) => span.see(columns, from, to, offset),
    finding: () => {
      const lateUs = span.firstUs - hours.openUs;
      if (!span.isTelling || lateUs <= span.toleranceUs()) return undefined;
      const first = clockOf(context, span.firstUs);
      return {
        rule: lateOpen.id,
        severity: 'warn',
        rows: 1,
        detail: `The first row is of ${first}, ${lengthOfTime(lateUs)} after the open: the capture started late, or the market did`,
        examples: [{ row: span.firstRow, timeUs: span.firstUs, what: `first row at ${first}` }],
        values: { lateUs },
      };
    },
  };
}
