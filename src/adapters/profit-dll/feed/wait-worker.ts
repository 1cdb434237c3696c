// A thread that waits for the native feed: requests with a time limit in, what QtFeedWait answered out, one message for each request.

import { parentPort, workerData } from 'node:worker_threads';
import koffi from 'koffi';

/** Places in the shared array: the number of the newest request, its time limit, and whether the thread must end. */
export const WAIT_REQUEST = 0;
export const WAIT_TIMEOUT_MS = 1;
export const WAIT_END = 2;
export const WAIT_PLACES = 3;

export interface WaitWorkerData {
  readonly libraryPath: string;
  readonly control: SharedArrayBuffer;
}

function serve({ libraryPath, control }: WaitWorkerData): void {
  // The library is loaded already: this gives the same one, with the same ring.
  const wait = koffi.load(libraryPath).func('int32_t QtFeedWait(uint32_t timeoutMs)');
  const places = new Int32Array(control);
  for (let served = 0; ; ) {
    Atomics.wait(places, WAIT_REQUEST, served);
    served = Atomics.load(places, WAIT_REQUEST);
    if (Atomics.load(places, WAIT_END) === 1) return;
    parentPort!.postMessage(wait(Atomics.load(places, WAIT_TIMEOUT_MS)));
  }
}

if (parentPort !== null) serve(workerData as WaitWorkerData);
