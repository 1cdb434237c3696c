// Event batches of several instruments in, one in order of exchange time out; ties keep the order of the instruments.

import { EventBatch } from './event-batch.ts';

export function mergeByTime(batches: readonly EventBatch[]): EventBatch {
  const total = batches.reduce((sum, { length }) => sum + length, 0);
  const out = new EventBatch(total);
  const at = batches.map(() => 0);
  for (let taken = 0; taken < total; taken++) {
    let best = -1;
    let bestUs = Number.POSITIVE_INFINITY;
    for (let k = 0; k < batches.length; k++) {
      if (at[k]! >= batches[k]!.length) continue;
      const timeUs = batches[k]!.exchangeTimeUsAt(at[k]!);
      if (timeUs < bestUs) {
        best = k;
        bestUs = timeUs;
      }
    }
    out.pushFrom(batches[best]!, at[best]!);
    at[best]! += 1;
  }
  return out;
}
