// Rows of a day on which the exchange does not trade go in; the reason to refuse all of them comes out.

import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { everyRow } from './measure/every-row.ts';
import { RowLog } from './measure/row-log.ts';
import { ALL_KINDS } from './measure/row-times.ts';

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
    rows: everyRow(context, log),
    finding: () =>
      log.finding(
        closedDay.id,
        'refuse',
        `${log.count} rows on ${context.isoDay}, when the exchange is closed (${closure}): a test session, or a wrong date`,
      ),
  };
}
