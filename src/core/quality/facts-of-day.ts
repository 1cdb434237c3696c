// Takes the columns of one part and what is known about it; gives the facts of the day that rules over many days need.

import { assert } from '../assert.ts';
import type { DayFacts } from './day-facts.ts';
import { priceFacts } from './facts/price-facts.ts';
import { timeColumn, timeFacts } from './facts/time-facts.ts';
import { windowFacts } from './facts/window-facts.ts';
import type { PartContext, RowColumns } from './row-rule.ts';

/** Each column is read once; what is allocated does not depend on the rows but for one column of prices. At least one row. */
export function factsOfDay(context: PartContext, columns: RowColumns): DayFacts {
  const starts = timeColumn(context, columns);
  assert(starts !== undefined && starts.length > 0, `a part of ${context.instrument} ${context.isoDay} has no rows`);
  return {
    rows: starts.length,
    ...timeFacts(context, starts, columns.close_time_us ?? starts),
    ...priceFacts(context.kind, columns),
    windows: windowFacts(context.kind, starts, columns, context.midnightUs),
  };
}
