// Shared memory in; whether the main thread is at work on loading modules, and whether an interrupt waits for that, out on both sides.

/** Between two looks of the loader at a file, also on a machine that is busy. */
const QUIET_NS = 250_000_000n;
const LAST = 0;
const WAITING = 1;

/** Whoever ends that work by force leaves modules behind that never load again: the loader is not made for it. */
export class LoadingSign {
  /** For the sign of another thread, which is the same one. */
  readonly memory: SharedArrayBuffer;
  readonly #cells: BigInt64Array;

  constructor(memory = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cells = new BigInt64Array(memory);
  }

  /** The loader is at work: to be called whenever it asks for something. */
  give(): void {
    // the clock that all threads share
    Atomics.store(this.#cells, LAST, process.hrtime.bigint());
  }

  get isGiven(): boolean {
    const lastNs = Atomics.load(this.#cells, LAST);
    return lastNs !== 0n && process.hrtime.bigint() - lastNs < QUIET_NS;
  }

  /** An interrupt waits until the main thread hears of it: what has yet to begin must not. */
  get hasWaiting(): boolean {
    return Atomics.load(this.#cells, WAITING) === 1n;
  }

  set hasWaiting(hasWaiting: boolean) {
    Atomics.store(this.#cells, WAITING, hasWaiting ? 1n : 0n);
  }
}
