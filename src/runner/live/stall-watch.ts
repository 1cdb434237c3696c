// A thread that does nothing but look at the clock in; how long the whole process stood still, as a machine that sleeps lets it, out.

import { Worker } from 'node:worker_threads';
import { AWAKE, GAP, GAP_ENDED, LOOK_MS, RECORD_BYTES, STOOD_MS, stallClockMs } from './stall-record.ts';

/**
 * Milliseconds of the last `spanMs`, ended just now, in which no thread of the process ran; 0 where all that took so long was work or a disk.
 * For a span of 0 the whole of a stall that ended a moment ago.
 */
export type StalledMs = (spanMs: number) => number;

/** A commit, a prediction or a queue waits in one thread only: where the other stood still as well, the process did. */
export function stalledMs(record: BigInt64Array, spanMs: number): number {
  const nowMs = stallClockMs();
  const awakeMs = Number(Atomics.load(record, AWAKE));
  // 0: the thread has not begun
  if (awakeMs === 0) return 0;
  const openMs = nowMs - awakeMs;
  if (openMs > STOOD_MS) return openMs;
  const gapMs = Number(Atomics.load(record, GAP));
  const sinceMs = nowMs - Number(Atomics.load(record, GAP_ENDED));
  if (spanMs === 0) return sinceMs <= STOOD_MS ? gapMs : 0;
  // a gap is known to one look: that much of it may lie before the span that it interrupted
  return sinceMs < spanMs ? Math.min(gapMs, spanMs - sinceMs + LOOK_MS) : 0;
}

let ofThisProcess: BigInt64Array | undefined;

/** One thread for the process, begun at the first question; it keeps no process alive. */
export const stallsOfProcess: StalledMs = (spanMs) => {
  ofThisProcess ??= watched();
  return stalledMs(ofThisProcess, spanMs);
};

function watched(): BigInt64Array {
  const shared = new SharedArrayBuffer(RECORD_BYTES);
  const worker = new Worker(new URL('./stall-thread.ts', import.meta.url), { workerData: shared });
  worker.unref();
  // without it a stall is told as what it delayed
  worker.on('error', () => {});
  return new BigInt64Array(shared);
}
