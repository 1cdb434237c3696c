// Exchange and receive times go in; rows received before they happened come out, and whether a wrong clock explains them.

import { MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { countOf, lengthOfTime } from './measure/figures.ts';
import { RegularSample } from './measure/regular-sample.ts';
import { RowLog } from './measure/row-log.ts';
import { END_TIME_US, isTimed, oldTimeFlag, TICK_KINDS } from './measure/row-times.ts';

/** Clocks that are kept by the network jitter by as much. */
const JITTER_SHARE = 0.01;
const SAMPLE = 4096;

export const receivedBeforeExchange: RowRule = {
  id: 'received-before-exchange',
  severity: 'warn',
  kinds: TICK_KINDS,
  meaning:
    'Rows received before the exchange made them. A constant difference is a clock that is slow: correct it by the median given, and drop no row.',
  start,
};

function start(context: PartContext): RowCheck {
  const oldFlag = oldTimeFlag(context.kind);
  const log = new RowLog();
  const offsets = new RegularSample(SAMPLE);
  let lowestUs = 0;
  return {
    rows(columns, from, to, offset) {
      const received = columns.received_us;
      if (received === undefined) return;
      const times = columns.time_us!;
      for (let index = from; index < to; index++) {
        if (!isTimed(columns, oldFlag, index)) continue;
        const offsetUs = received[index]! - times[index]!;
        if (!(Math.abs(offsetUs) < END_TIME_US)) continue;
        offsets.add(offsetUs);
        if (offsetUs >= 0) continue;
        lowestUs = Math.min(lowestUs, offsetUs);
        if (log.count++ < MAX_EXAMPLES) {
          log.list(offset + index, times[index]!, `received ${lengthOfTime(-offsetUs)} before it happened`);
        }
      }
    },
    finding: () => {
      if (log.count === 0) return undefined;
      const medianOffsetUs = offsets.median()!;
      const isSlow = medianOffsetUs < 0;
      const severity: Severity = isSlow || log.count > JITTER_SHARE * offsets.seen ? 'warn' : 'note';
      const cause = isSlow
        ? `the receiving clock is slow: the median of received - exchange is ${lengthOfTime(medianOffsetUs)}`
        : `the two clocks differ now and then, at most by ${lengthOfTime(-lowestUs)}`;
      const detail = `${countOf(log.count, offsets.seen, 'rows')} were received before they happened; ${cause}`;
      return log.finding(receivedBeforeExchange.id, severity, detail, { medianOffsetUs, lowestOffsetUs: lowestUs });
    },
  };
}
