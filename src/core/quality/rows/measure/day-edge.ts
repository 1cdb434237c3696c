// The rows of a day go in; the first or the last of them comes out as a finding where it lies far inside the trading hours.

import type { PartContext, RowCheck } from '../../row-rule.ts';
import { DaySpan } from './day-span.ts';
import { clockOf, lengthOfTime } from './figures.ts';
import { type TradingHours, tradingHoursOf } from './trading-hours.ts';

/** `detailOf` gets the time of the row and its distance from the open or the close in words. Undefined where no hours are known. */
export function dayEdge(
  context: PartContext,
  rule: string,
  edge: 'first' | 'last',
  detailOf: (hours: TradingHours, clock: string, away: string) => string,
): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const span = new DaySpan(context, hours);
  const isFirst = edge === 'first';
  return {
    rows: (columns, from, to, offset) => span.see(columns, from, to, offset),
    finding: (ended) => {
      // a later row may come until the close
      if (!isFirst && (!ended || context.nowUs < hours.closeUs)) return undefined;
      const [row, timeUs] = isFirst ? [span.firstRow, span.firstUs] : [span.lastRow, span.lastUs];
      const awayUs = isFirst ? timeUs - hours.openUs : hours.closeUs - timeUs;
      if (!span.isTelling || awayUs <= span.toleranceUs()) return undefined;
      const clock = clockOf(context, timeUs);
      return {
        rule,
        severity: 'warn',
        rows: 1,
        detail: detailOf(hours, clock, lengthOfTime(awayUs)),
        examples: [{ row, timeUs, what: `${edge} row at ${clock}` }],
        values: isFirst ? { lateUs: awayUs } : { earlyUs: awayUs },
      };
    },
  };
}
