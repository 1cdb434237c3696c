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
say({ ready: true });
// stopped meanwhile; the wait is the commit that is under way
const begunMs = performance.now();
Atomics.wait(never, 0, 0, WAIT_MS);
const tookMs = performance.now() - begunMs;
say({ tookMs, stalled: stallsOfProcess(tookMs) });
