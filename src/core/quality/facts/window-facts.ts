// Takes the times and values of a day's rows; gives for each half hour that has rows their number and a hash of them.

import { WINDOW_MINUTES, type WindowFacts } from '../day-facts.ts';
import type { RowColumns, RowKind } from '../row-rule.ts';

const WINDOW_US = WINDOW_MINUTES * 60_000_000;
const WINDOWS = (24 * 60) / WINDOW_MINUTES;

/** Columns that make two rows of a kind the same, apart from their time. */
const VALUE_COLUMNS: Readonly<Record<RowKind, readonly string[]>> = {
  trades: ['price', 'quantity'],
  quotes: ['bid', 'ask', 'bid_size', 'ask_size'],
  levels: ['price', 'quantity'],
  orders: ['price', 'quantity'],
  lasts: ['price'],
  candles: ['open', 'high', 'low', 'close', 'volume'],
  daily: ['open', 'high', 'low', 'close', 'volume'],
};

/** So many rows that differ from the one above make a window worth comparing, however many do not. */
const TELLING_ROWS = 10;

// One number and its two halves: the same memory, so that hashing a price makes no object.
const NUMBER = new Float64Array(1);
const HALVES = new Uint32Array(NUMBER.buffer);

/** Two lanes of 32 bits, so that the hash has more than one of them. Multipliers: Knuth's golden ratio; SplitMix, Murmur. */
function firstLane(hash: number, word: number): number {
  return Math.imul(((hash << 15) | (hash >>> 17)) ^ word, 0x9e3779b1);
}
function secondLane(hash: number, word: number): number {
  return Math.imul(((hash << 13) | (hash >>> 19)) ^ word, 0x85ebca77);
}

/** A whole number from 1 to 2^53 − 1 of both lanes. */
function joined(first: number, second: number): number {
  const low = Math.imul(first ^ (first >>> 16), 0x7feb352d) ^ (second >>> 13);
  const high = Math.imul(second ^ (second >>> 16), 0x846ca68b) ^ (first >>> 13);
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1;
}

function windowAt(sinceMidnightUs: number): number {
  const window = Math.floor(sinceMidnightUs / WINDOW_US);
  // What lies outside its day, or nowhere, is counted with the nearest hour of it.
  return window >= 0 ? Math.min(window, WINDOWS - 1) : 0;
}

/** What is known of each window so far. */
class Windows {
  readonly rows = new Uint32Array(WINDOWS);
  /** Rows that differ from the one above in more than their time. */
  readonly telling = new Uint32Array(WINDOWS);
  readonly first = new Int32Array(WINDOWS);
  readonly second = new Int32Array(WINDOWS);
}

function repeatsRowAbove(values: readonly Float64Array[], times: Float64Array, row: number): boolean {
  for (let at = 0; at < values.length; at++) if (values[at]![row] !== values[at]![row - 1]) return false;
  return row > 1 && times[row]! - times[row - 1]! === times[row - 1]! - times[row - 2]!;
}

/** Adds the rows from `from` on that lie in one window; gives the first row that does not. */
function addStretch(
  windows: Windows,
  values: readonly Float64Array[],
  times: Float64Array,
  from: number,
  midnightUs: number,
): number {
  const window = windowAt(times[from]! - midnightUs);
  const startUs = midnightUs + window * WINDOW_US;
  const endUs = startUs + WINDOW_US;
  let one = windows.first[window]!;
  let two = windows.second[window]!;
  let telling = 0;
  let row = from;
  do {
    if (row === 0 || !repeatsRowAbove(values, times, row)) telling += 1;
    const inWindowUs = (times[row]! - startUs) | 0;
    one = firstLane(one, inWindowUs);
    two = secondLane(two, inWindowUs);
    for (let at = 0; at < values.length; at++) {
      NUMBER[0] = values[at]![row]!;
      const low = HALVES[0]!;
      const high = HALVES[1]!;
      // Each lane takes both halves in its own way: what one takes for the same the other tells apart.
      one = firstLane(one, high + Math.imul(low, 0xc2b2ae35));
      two = secondLane(two, low + Math.imul(high, 0x27d4eb2f));
    }
    row += 1;
  } while (row < times.length && times[row]! >= startUs && times[row]! < endUs);
  windows.first[window] = one;
  windows.second[window] = two;
  windows.telling[window]! += telling;
  windows.rows[window]! += row - from;
  return row;
}

/**
 * Windows in order of time. Rows count into the window of their time, hashed in their order. `midnightUs` is the local
 * midnight of the day, microseconds UTC.
 */
export function windowFacts(
  kind: RowKind,
  times: Float64Array,
  columns: RowColumns,
  midnightUs: number,
): readonly WindowFacts[] {
  const values = VALUE_COLUMNS[kind].flatMap((name) => columns[name] ?? []);
  const windows = new Windows();
  for (let row = 0; row < times.length; ) row = addStretch(windows, values, times, row, midnightUs);
  const facts: WindowFacts[] = [];
  for (const [window, rows] of windows.rows.entries()) {
    if (rows === 0) continue;
    const telling = windows.telling[window]!;
    const isTelling = telling >= TELLING_ROWS || telling * 2 >= rows;
    const hash = isTelling ? joined(windows.first[window]!, windows.second[window]!) : 0;
    facts.push({ minute: window * WINDOW_MINUTES, rows, hash });
  }
  return facts;
}
