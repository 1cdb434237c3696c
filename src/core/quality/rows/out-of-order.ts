// Times of rows go in; rows that are earlier than the row above them come out.

import { BOOK_CLEAR } from '../../market/event-record.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf, lengthOfTime } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import {
  ALL_KINDS,
  CANDLE_KINDS,
  END_TIME_US,
  FIRST_TIME_US,
  isTimed,
  oldTimeFlag,
  timesOf,
} from './measure/row-times.ts';

/** Where more than this share of the rows goes back, the file is not in order of time. */
const UNORDERED_SHARE = 0.01;

export const outOfOrder: RowRule = {
  id: 'out-of-order',
  severity: 'warn',
  kinds: ALL_KINDS,
  meaning:
    'Rows earlier than the row above. A few trades reported late are real; candles, or more than 1 % of the rows behind the latest time so far (a stretch stored twice), make the part unfit.',
  start,
};

function start(context: PartContext): RowCheck {
  const oldFlag = oldTimeFlag(context.kind);
  const log = new RowLog();
  let total = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  let longestBackUs = 0;
  let latestUs = Number.NEGATIVE_INFINITY;
  let behind = 0;
  return {
    rows(columns, from, to, offset) {
      const times = timesOf(columns);
      const flags = context.kind === 'levels' ? columns.flags : undefined;
      // the removal of a trade stands where it was told and carries the time of the trade
      const { correction } = columns;
      total += to - from;
      let aboveUs = lastUs;
      for (let index = from; index < to; index++) {
        const timeUs = times[index]!;
        if (correction?.[index] === 1) continue;
        if (!isTimed(columns, oldFlag, index) || !(timeUs >= FIRST_TIME_US && timeUs < END_TIME_US)) continue;
        if (timeUs < latestUs) behind++;
        else latestUs = timeUs;
        if (timeUs < aboveUs && !startsSnapshot(flags, index)) {
          longestBackUs = Math.max(longestBackUs, aboveUs - timeUs);
          if (log.count++ < MAX_EXAMPLES) {
            const back = `${clockOf(context, timeUs)}, ${lengthOfTime(aboveUs - timeUs)} before the row above`;
            log.list(offset + index, timeUs, back);
          }
        }
        aboveUs = timeUs;
      }
      lastUs = aboveUs;
    },
    finding: () => {
      const isCandle = CANDLE_KINDS.includes(context.kind);
      const severity: Severity = isCandle || behind > UNORDERED_SHARE * total ? 'refuse' : 'warn';
      return log.finding(
        outOfOrder.id,
        severity,
        `${countOf(log.count, total, 'rows')} are earlier than the row above, by up to ${lengthOfTime(longestBackUs)}: ` +
          (severity === 'refuse'
            ? `${behind} rows lie behind the latest time so far: a stretch stands there twice, or the part is not in order`
            : 'rows reported late, or two sources mixed'),
        { longestBackUs, behind },
      );
    },
  };
}

/** A snapshot of a book is stamped by whoever asked for it, with another clock. */
function startsSnapshot(flags: Float64Array | undefined, index: number): boolean {
  return flags !== undefined && (flags[index]! & BOOK_CLEAR) !== 0;
}
