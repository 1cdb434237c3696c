// Times of rows and the hours of their day go in; rows from before orders are taken or after the close come out.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { isTimed, oldTimeFlag, SESSION_KINDS, timesOf } from './measure/row-times.ts';
import { tradingHoursOf } from './measure/trading-hours.ts';

/** The last trades are reported a little after the close. */
const AFTER_CLOSE_US = US_PER_MINUTE;
/** With so many rows outside it is the times that are wrong, not the rows. */
const SHIFTED_SHARE = 0.2;
const ROWS_TO_JUDGE = 100;
const CANDLES_TO_JUDGE = 10;

export const outsideSession: RowRule = {
  id: 'outside-session',
  severity: 'note',
  kinds: SESSION_KINDS,
  meaning:
    'Rows before orders are taken or after the close. Few are real (resets, late reports); with more than a fifth of the rows the time zone is probably wrong.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const { preOpenUs, endUs, closeAssumed } = hours;
  const latestUs = endUs + AFTER_CLOSE_US;
  const oldFlag = oldTimeFlag(context.kind);
  // a candle tells of many trades
  const leastRows = context.kind === 'candles' ? CANDLES_TO_JUDGE : ROWS_TO_JUDGE;
  const log = new RowLog();
  let total = 0;
  let before = 0;
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      total += to - from;
      for (let index = from; index < to; index++) {
        const timeUs = times[index]!;
        if ((timeUs >= preOpenUs && timeUs < latestUs) || !isTimed(columns, oldFlag, index)) continue;
        if (timeUs < preOpenUs) before++;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timeUs, clockOf(context, timeUs));
      }
    },
    finding: () => {
      const isShifted = total >= leastRows && log.count > SHIFTED_SHARE * total;
      const severity: Severity = isShifted ? 'warn' : 'note';
      const span = `${clockOf(context, preOpenUs)} to ${clockOf(context, endUs)}${closeAssumed ? ' (a close that nobody saw)' : ''}`;
      const detail =
        `${countOf(log.count, total, 'rows')} lie outside the session of ${span}, ${before} of them before it` +
        (isShifted ? ': the time zone of the file was probably read wrongly' : '');
      return log.finding(outsideSession.id, severity, detail, { before, after: log.count - before });
    },
  };
}
