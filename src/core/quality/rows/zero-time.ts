// Times of rows go in; rows come out whose time is missing, or lies outside of all that is kept here.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { RowLog } from './measure/row-log.ts';
import { ALL_KINDS, END_TIME_US, FIRST_TIME_US, timesOf } from './measure/row-times.ts';

export const zeroTime: RowRule = {
  id: 'zero-time',
  severity: 'refuse',
  kinds: ALL_KINDS,
  meaning:
    'Rows whose time is zero, negative, no number, before 2008 or after 2099: nobody can say when they happened.',
  start,
};

function start(_context: PartContext): RowCheck {
  const log = new RowLog();
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      for (let index = from; index < to; index++) {
        const timeUs = times[index]!;
        if (timeUs >= FIRST_TIME_US && timeUs < END_TIME_US) continue;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timeUs, `time ${timeUs}`);
      }
    },
    finding: () =>
      log.finding(
        zeroTime.id,
        'refuse',
        `${log.count} rows have no time, or one before 2008 or after 2099: a column of times was not read, or read in a wrong unit`,
      ),
  };
}
