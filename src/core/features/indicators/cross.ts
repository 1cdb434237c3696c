// The difference of two lines before and after a candle in; the side to which they crossed out.

/** Differences this small are rounding, not a distance. Both users hold lines far above it: 0..100, and points of price. */
const EQUAL = 1e-9;

/** 1 where the difference rose above 0, −1 where it fell below, else 0. */
export function crossOf(before: number, now: number): -1 | 0 | 1 {
  if (before <= EQUAL && now > EQUAL) return 1;
  return before >= -EQUAL && now < -EQUAL ? -1 : 0;
}
