// Candles go in; those in which nothing was traded come out: somebody filled in what the market left out.

import { MAX_EXAMPLES } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { clockOf, countOf } from './measure/figures.ts';
import { RowLog } from './measure/row-log.ts';
import { CANDLE_KINDS } from './measure/row-times.ts';

export const zeroVolume: RowRule = {
  id: 'zero-volume',
  severity: 'warn',
  kinds: CANDLE_KINDS,
  meaning:
    'Candles without volume. Here an interval without trades makes no candle, so these were filled in by the source; indicators that count candles differ from those of live data.',
  start,
};

function start(context: PartContext): RowCheck {
  const log = new RowLog();
  let total = 0;
  return {
    rows(columns, from, to, offset) {
      const { volume, open_time_us: times } = columns;
      total += to - from;
      for (let index = from; index < to; index++) {
        if (volume![index] !== 0) continue;
        if (log.count++ < MAX_EXAMPLES) log.list(offset + index, times![index]!, clockOf(context, times![index]!));
      }
    },
    finding: () =>
      log.finding(
        zeroVolume.id,
        'warn',
        `${countOf(log.count, total, 'candles')} have no volume: the source filled in intervals without trades, or does not tell volumes`,
      ),
  };
}
