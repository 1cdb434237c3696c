// Waits for the native feed without stopping JavaScript: a thread of its own blocks in the library; what it was told comes out as a promise.

import { Worker } from 'node:worker_threads';
import { WAIT_END, WAIT_PLACES, WAIT_REQUEST, WAIT_TIMEOUT_MS, type WaitWorkerData } from './wait-worker.ts';

/** What QtFeedWait answers once nothing comes any more. */
const ENDED = -1;

interface Pending {
  readonly resolve: (answer: number) => void;
  readonly reject: (error: Error) => void;
}

/** One reader: a request at a time. The thread holds the process only while somebody waits. */
export class FeedWait {
  readonly #places: Int32Array<SharedArrayBuffer>;
  readonly #worker: Worker;
  #pending: Pending | undefined;
  #failure: Error | undefined;
  #isEnded = false;

  constructor(libraryPath: string) {
    this.#places = new Int32Array(new SharedArrayBuffer(WAIT_PLACES * Int32Array.BYTES_PER_ELEMENT));
    const workerData: WaitWorkerData = { libraryPath, control: this.#places.buffer };
    this.#worker = new Worker(new URL('./wait-worker.ts', import.meta.url), { workerData });
    this.#worker.on('message', (answer: number) => this.#settle()?.resolve(answer));
    this.#worker.on('error', (error: Error) => {
      this.#failure = error;
      this.#settle()?.reject(error);
    });
    // a request that it was asked to end before it saw is answered here
    this.#worker.on('exit', () => {
      this.#isEnded = true;
      this.#settle()?.resolve(ENDED);
    });
    this.#worker.unref();
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#worker.unref();
    return pending;
  }

  /** What QtFeedWait answers: 1 data, 0 time over, -1 ended. */
  next(timeoutMs: number): Promise<number> {
    if (this.#pending !== undefined) throw new Error('a feed has one reader: it waits already');
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#isEnded) return Promise.resolve(ENDED);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.ref();
      Atomics.store(this.#places, WAIT_TIMEOUT_MS, timeoutMs);
      this.#request();
    });
  }

  /** Ends the thread once it no longer blocks in the library: wake the feed first. */
  end(): void {
    Atomics.store(this.#places, WAIT_END, 1);
    this.#request();
  }

  #request(): void {
    Atomics.add(this.#places, WAIT_REQUEST, 1);
    Atomics.notify(this.#places, WAIT_REQUEST);
  }
}
