// The builder for a candle interval.

import { unreachable } from '../assert.ts';
import type { CandleBuilder } from './candle-builder.ts';
import type { CandleInterval } from './candle-interval.ts';
import { CountCandleBuilder } from './count-candle-builder.ts';
import { TimeCandleBuilder } from './time-candle-builder.ts';

export function makeCandleBuilder(interval: CandleInterval): CandleBuilder {
  switch (interval.kind) {
    case 'time':
      return new TimeCandleBuilder(interval.us);
    case 'volume':
      return new CountCandleBuilder('volume', interval.contracts);
    case 'trades':
      return new CountCandleBuilder('trades', interval.trades);
    default:
      return unreachable(interval);
  }
}
