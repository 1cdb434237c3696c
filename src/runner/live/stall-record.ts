// What the thread that watches for stalls shares with the thread of the engine: which moment stands where, and the clock of both.

/** Between two moments of the watching thread, milliseconds. */
export const LOOK_MS = 250;
/** So long without a moment of it is a stall of the whole process, milliseconds: nothing that it does by itself takes so long. */
export const STOOD_MS = 2000;

/** Places in the record, milliseconds of `stallClockMs`. */
export const AWAKE = 0;
export const GAP = 1;
export const GAP_ENDED = 2;
export const RECORD_BYTES = 24;

/** The same for all threads of a process, unlike `performance.now()`; whole milliseconds that never go back. */
export function stallClockMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
