// The period of a recursive average in; the candles after which its start no longer shows out.

/**
 * Share of the start that may still show. A value is to differ by less than 1e-6 from that of an endless history, and what its state
 * starts from, at a gap say, may be several times the value.
 */
const REST = 1e-7;

function decayCandles(kept: number): number {
  return Math.ceil(Math.log(REST) / Math.log(kept));
}

/** For an exponential average of `period`: what one candle keeps of the past is 1 − 2 / (period + 1). */
export function emaSettling(period: number): number {
  return period === 1 ? 1 : period + decayCandles(1 - 2 / (period + 1));
}

/** For Wilder's smoothing of `period`: what one candle keeps of the past is 1 − 1 / period. */
export function wilderSettling(period: number): number {
  return period === 1 ? 1 : period + decayCandles(1 - 1 / period);
}
