// A sample of days and the horizon of its model in; what the price did after each candle, as its journal saw it, out.

import type { JournalSample } from './journal-sample.ts';

export interface RealisedRows {
  /** Price at the horizon ÷ price at the decision − 1; NaN where the session has no candle there, or one between is missing. */
  readonly move: Float64Array;
  /** 0 down, 1 flat, 2 up, as the classes of a model; NaN where `move` is. */
  readonly outcome: Float64Array;
}

/**
 * From the last traded price at the decision to that at the candle `horizonCandles` later. A training enters at the next open, which a journal does not
 * hold: a tick at most lies between. `neutralPoints`: a move of no more than this is flat.
 */
export function realisedRows(
  { rows, day, closeUs, price }: JournalSample,
  horizonCandles: number,
  candleUs: number,
  neutralPoints: number,
): RealisedRows {
  const [move, outcome] = [new Float64Array(rows).fill(Number.NaN), new Float64Array(rows).fill(Number.NaN)];
  for (let row = 0; row + horizonCandles < rows; row += 1) {
    const end = row + horizonCandles;
    // a candle that is missing would make the horizon longer
    if (day[end] !== day[row] || closeUs[end]! - closeUs[row]! !== horizonCandles * candleUs) continue;
    const points = price[end]! - price[row]!;
    if (!Number.isFinite(points) || !(price[row]! > 0)) continue;
    move[row] = points / price[row]!;
    outcome[row] = points > neutralPoints ? 2 : points < -neutralPoints ? 0 : 1;
  }
  return { move, outcome };
}
