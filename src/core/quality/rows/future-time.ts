// Times of rows and the time of looking at them go in; rows that cannot have happened yet, and candles still open, come out.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { ALL_KINDS, END_TIME_US, timesOf } from './measure/row-times.ts';

/** Two clocks may differ by this and both be fair. */
const CLOCK_DIFFERENCE_US = US_PER_MINUTE;

export const futureTime: RowRule = {
  id: 'future-time',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Rows of a time that has not come yet: a wrong clock, time zone or unit. A candle that is still open is only warned of: its figures will change.',
  start,
};

function start(context: PartContext): RowCheck {
  const { nowUs, kind } = context;
  const future = new RowLog();
  const open = new RowLog();
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      // a daily candle of today ends at midnight, long after trading does
      const ends = kind === 'candles' ? columns.close_time_us! : times;
      const latestUs = nowUs + CLOCK_DIFFERENCE_US;
      for (let index = from; index < to; index++) {
        if (!(ends[index]! > nowUs)) continue;
        const timeUs = times[index]!;
        // no time at all
        if (timeUs >= END_TIME_US) continue;
        if (timeUs > latestUs) {
          if (future.count++ < MAX_EXAMPLES) future.list(offset + index, timeUs, `time ${timeUs}`);
        } else if (kind === 'candles' && open.count++ < MAX_EXAMPLES) {
          open.list(offset + index, timeUs, `ends at ${clockOf(context, ends[index]!)}`);
        }
      }
    },
    finding: () =>
      future.finding(
        futureTime.id,
        'refuse',
        `${future.count} rows have a time that has not come yet: a wrong clock, time zone or unit`,
      ) ??
      open.finding(
        futureTime.id,
        'warn',
        `${open.count} candles were still open when they were looked at: their prices and volume will change`,
      ),
  };
}
