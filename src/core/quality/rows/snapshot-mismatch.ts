// Changes of price levels and the snapshots between them go in; snapshots come out that differ from the book that the changes made.

import { US_PER_SECOND } from '../../market/civil-time.ts';
import { BOOK_CLEAR } from '../../market/event-record.ts';
import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { LevelBook } from './measure/level-book.ts';
import { RowLog } from './measure/row-log.ts';

/** After a pause as long as this the market has moved: a snapshot that differs is why it was asked for. */
const PAUSE_US = 5 * US_PER_SECOND;

export const snapshotMismatch: RowRule = {
  id: 'snapshot-mismatch',
  severity: 'warn',
  kinds: ['levels'],
  meaning:
    'A snapshot that differs from the book of the changes before it: changes were lost, and the book before was wrong for an unknown time. After a pause of 5 s it is only noted.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const levels = new LevelBook(context.terms.tick, true);
  let lastUs = Number.NaN;
  let isAfterPause = false;
  let withoutPause = 0;
  return {
    rows(columns, from, to, offset) {
      const { time_us: times, flags } = columns;
      for (let index = from; index < to; index++) {
        const timeUs = times![index]!;
        if ((flags![index]! & BOOK_CLEAR) !== 0) isAfterPause = timeUs - lastUs >= PAUSE_US;
        lastUs = timeUs;
        const before = levels.mismatchedLevels;
        levels.apply(columns, index);
        const differing = levels.mismatchedLevels - before;
        if (differing === 0) continue;
        if (!isAfterPause) withoutPause++;
        if (log.count++ < MAX_EXAMPLES) {
          log.list(offset + index, timeUs, `${differing} levels differ, ${clockOf(context, timeUs)}`);
        }
      }
    },
    finding: () => {
      const severity: Severity = withoutPause > 0 ? 'warn' : 'note';
      const detail =
        `${countOf(log.count, levels.comparisons, 'snapshots')} differ from the book before them, in ` +
        `${levels.mismatchedLevels} levels together: ` +
        (withoutPause > 0 ? 'changes were lost before them' : 'each after a pause, in which changes were lost');
      return log.finding(snapshotMismatch.id, severity, detail, { levels: levels.mismatchedLevels });
    },
  };
}
