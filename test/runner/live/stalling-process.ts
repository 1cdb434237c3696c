// A process of its own that waits as a thread waits for a disk, then is stopped and goes on: what it says of each, a line each.
import { stallsOfProcess } from '../../../src/runner/live/stall-watch.ts';

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const say = (what: object): void => console.log(JSON.stringify(what));
const WAIT_MS = 2600;

stallsOfProcess(0);
// the thread has begun when it is asked about in vain no longer
await sleep(1500);
const never = new Int32Array(new SharedArrayBuffer(4));
Atomics.wait(never, 0, 0, WAIT_MS);
say({ waited: stallsOfProcess(WAIT_MS) });
// it may be stopped before anything behind the word is done
let begunMs = performance.now();
const untilMs = begunMs + 20_000;
say({ ready: true });
// short waits, as commits are, until one of them is under way while the process is stopped, whenever that comes
let tookMs = 0;
while (tookMs < WAIT_MS && performance.now() < untilMs) {
  Atomics.wait(never, 0, 0, 50);
  const nowMs = performance.now();
  tookMs = nowMs - begunMs;
  begunMs = nowMs;
}
say({ tookMs, stalled: stallsOfProcess(tookMs) });
