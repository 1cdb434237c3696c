// Times of rows and the hours of their day go in; rows from before orders are taken or after the close come out.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf, lengthOfTime } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { isTimed, oldTimeFlag, SESSION_KINDS, timesOf } from './measure/row-times.ts';
import { tradingHoursOf } from './measure/trading-hours.ts';

/** The last trades are reported a little after the close. */
const AFTER_CLOSE_US = US_PER_MINUTE;
/** With so many rows outside it is the times that are wrong, not the rows. */
const SHIFTED_SHARE = 0.2;
/** A day whose both ends lie off by the same time, and by so much, was stamped by a wrong clock. */
const SHIFT_LEAST_US = 20 * US_PER_MINUTE;
const SHIFT_DIFFERENCE_US = 15 * US_PER_MINUTE;
const SHIFT_ROWS_SHARE = 0.02;
const ROWS_TO_JUDGE = 100;
const CANDLES_TO_JUDGE = 10;

export const outsideSession: RowRule = {
  id: 'outside-session',
  severity: 'note',
  kinds: SESSION_KINDS,
  meaning:
    'Rows before orders are taken or after the close. Few are real (resets, late reports); with more than a fifth of the rows the time zone is probably wrong. A day that begins and ends off its hours by the same time is refused: its clock is shifted.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const hours = tradingHoursOf(context);
  if (hours === undefined) return undefined;
  const { preOpenUs, openUs, closeUs, endUs, closeAssumed } = hours;
  const latestUs = endUs + AFTER_CLOSE_US;
  const oldFlag = oldTimeFlag(context.kind);
  // a candle tells of many trades
  const leastRows = context.kind === 'candles' ? CANDLES_TO_JUDGE : ROWS_TO_JUDGE;
  const log = new RowLog();
  let total = 0;
  let before = 0;
  let firstUs = Number.POSITIVE_INFINITY;
  let lastUs = Number.NEGATIVE_INFINITY;
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      total += to - from;
      for (let index = from; index < to; index++) {
        const timeUs = times[index]!;
        if (timeUs < firstUs) firstUs = timeUs;
        if (timeUs > lastUs) lastUs = timeUs;
        if ((timeUs >= preOpenUs && timeUs < latestUs) || !isTimed(columns, oldFlag, index)) continue;
        if (timeUs < preOpenUs) before++;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timeUs, clockOf(context, timeUs));
      }
    },
    finding: () => {
      const isShifted = total >= leastRows && log.count > SHIFTED_SHARE * total;
      const shiftUs =
        total >= leastRows && log.count >= SHIFT_ROWS_SHARE * total ? shiftOf(firstUs - openUs, lastUs - closeUs) : 0;
      const severity: Severity = shiftUs !== 0 ? 'refuse' : isShifted ? 'warn' : 'note';
      const span = `${clockOf(context, preOpenUs)} to ${clockOf(context, endUs)}${closeAssumed ? ' (a close that nobody saw)' : ''}`;
      const detail =
        `${countOf(log.count, total, 'rows')} lie outside the session of ${span}, ${before} of them before it` +
        (shiftUs !== 0
          ? `: the whole day lies about ${lengthOfTime(Math.abs(shiftUs))} too ${shiftUs > 0 ? 'late' : 'early'}, its clock or time zone is wrong`
          : isShifted
            ? ': the time zone of the file was probably read wrongly'
            : '');
      return log.finding(outsideSession.id, severity, detail, { before, after: log.count - before });
    },
  };
}

/** By how much both ends of the day lie off, where they agree; 0 where they do not. */
function shiftOf(startUs: number, endUs: number): number {
  const isLate = startUs >= SHIFT_LEAST_US && endUs >= SHIFT_LEAST_US;
  const isEarly = startUs <= -SHIFT_LEAST_US && endUs <= -SHIFT_LEAST_US;
  if (!isLate && !isEarly) return 0;
  return Math.abs(startUs - endUs) <= SHIFT_DIFFERENCE_US ? (startUs + endUs) / 2 : 0;
}
