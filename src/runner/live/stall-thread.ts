// A shared record in; the moments at which this thread was awake, several times a second, and the longest it was not, written into it.

import { workerData } from 'node:worker_threads';
import { AWAKE, GAP, GAP_ENDED, LOOK_MS, STOOD_MS, stallClockMs } from './stall-record.ts';

const record = new BigInt64Array(workerData as SharedArrayBuffer);
Atomics.store(record, AWAKE, BigInt(stallClockMs()));
const never = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  const nowMs = stallClockMs();
  const gapMs = nowMs - Number(Atomics.load(record, AWAKE));
  if (gapMs > STOOD_MS) {
    Atomics.store(record, GAP, BigInt(gapMs));
    Atomics.store(record, GAP_ENDED, BigInt(nowMs));
  }
  Atomics.store(record, AWAKE, BigInt(nowMs));
  Atomics.wait(never, 0, 0, LOOK_MS);
}
