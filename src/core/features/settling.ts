// The period of a recursive average in; the candles after which its start no longer shows out.

/** Share of the start that may still show: the value then differs by less than this from that of an endless history. */
const REST = 1e-6;

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
