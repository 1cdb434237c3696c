// Candles go in; those come out whose high is below their low, or whose open or close lies outside of them.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { CANDLE_KINDS } from './measure/row-times.ts';

export const badOhlc: RowRule = {
  id: 'bad-ohlc',
  severity: 'refuse',
  kinds: CANDLE_KINDS,
  meaning: 'Candles whose high is below their low, or whose open or close lies outside: columns were exchanged.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      const { open, high, low, close, open_time_us: times } = columns;
      total += to - from;
      for (let index = from; index < to; index++) {
        const [o, h, l, c] = [open![index]!, high![index]!, low![index]!, close![index]!];
        // what is no number is told of by bad-price
        if (!(h < l || o > h || o < l || c > h || c < l)) continue;
        if (log.count++ < MAX_EXAMPLES) {
          const timeUs = times![index]!;
          log.list(offset + index, timeUs, `open ${o} high ${h} low ${l} close ${c}, ${clockOf(context, timeUs)}`);
        }
      }
    },
    finding: () =>
      log.finding(
        badOhlc.id,
        'refuse',
        `${countOf(log.count, total, 'candles')} have a high below their low, or an open or close outside: columns were exchanged`,
      ),
  };
}
