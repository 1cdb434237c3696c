// Candles of the days gone by in, as warm-up records; exactly the last W of them out: what the state of a session starts from.

import { EventBatch } from '../market/event-batch.ts';
import { Kind } from '../market/event-record.ts';

/** Bars among the records; flow of a bar is none. */
export function countBars(batch: EventBatch): number {
  let count = 0;
  for (let index = 0; index < batch.length; index++) if (batch.kindAt(index) === Kind.bar) count += 1;
  return count;
}

/** `days` of one contract in order of time. Each bar keeps its flow; fewer than `candles` where there are no more. */
export function lastCandles(days: readonly EventBatch[], candles: number): EventBatch {
  const out = new EventBatch(Math.max(1, candles * 2));
  const total = days.reduce((sum, bars) => sum + countBars(bars), 0);
  let skip = Math.max(0, total - candles);
  for (const bars of days) {
    for (let index = 0; index < bars.length; index++) {
      if (skip === 0) out.pushFrom(bars, index);
      else if (bars.kindAt(index) === Kind.bar) skip -= 1;
    }
  }
  return out;
}
