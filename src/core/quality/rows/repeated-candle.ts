// Start times of candles go in; candles whose interval stood in the day already come out.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf } from './measure/figures.ts';
import { IdSet } from './measure/id-set.ts';
import { RowLog } from './measure/row-log.ts';
import { CANDLE_KINDS } from './measure/row-times.ts';

export const repeatedCandle: RowRule = {
  id: 'repeated-candle',
  severity: 'refuse',
  kinds: CANDLE_KINDS,
  meaning: 'Two candles of one interval: a stretch stands there twice, or two contracts were mixed.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  const starts = new IdSet();
  return {
    rows(columns, from, to, offset) {
      const times = columns.open_time_us!;
      for (let index = from; index < to; index++) {
        const timeUs = times[index]!;
        // zero-time tells of the others
        if (!(timeUs > 0) || starts.add(timeUs)) continue;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, timeUs, `again ${clockOf(context, timeUs)}`);
      }
    },
    finding: () =>
      log.finding(
        repeatedCandle.id,
        'refuse',
        `${log.count} candles have the time of another one: a stretch stands there twice, or two contracts were mixed`,
      ),
  };
}
