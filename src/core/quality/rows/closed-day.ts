// Rows of a day on which the exchange does not trade go in; the reason to refuse all of them comes out.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { ALL_KINDS, timesOf } from './measure/row-times.ts';

export const closedDay: RowRule = {
  id: 'closed-day',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Rows on a day without trading: the exchange tests its systems on Saturdays, at prices far from the market, or the date is wrong.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const { closure } = context;
  if (closure === undefined) return undefined;
  const log = new RowLog();
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      for (let index = from; index < to && offset + index < MAX_EXAMPLES; index++) {
        log.list(offset + index, times[index]!, clockOf(context, times[index]!));
      }
      log.count += to - from;
    },
    finding: () =>
      log.finding(
        closedDay.id,
        'refuse',
        `${log.count} rows on ${context.isoDay}, when the exchange is closed (${closure}): a test session, or a wrong date`,
      ),
  };
}
