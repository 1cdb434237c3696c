// Candles in; the supertrend's line and direction, written from the Pine code that TradingView documents for ta.supertrend, out.

import type { Step } from '../../core/features/candles.ts';
import { atr } from '../../core/features/reference.ts';
import type { Column } from '../oracle.ts';

interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly direction: 1 | -1;
}

function next(close: number, closeBefore: number, lower: number, upper: number, before: Row): Row {
  const newLower = lower > before.lower || closeBefore < before.lower ? lower : before.lower;
  const newUpper = upper < before.upper || closeBefore > before.upper ? upper : before.upper;
  const isDown = before.direction === -1 ? !(close > newUpper) : close < newLower;
  return { lower: newLower, upper: newUpper, direction: isDown ? -1 : 1 };
}

/** Direction 1 is upward, which Pine counts as −1; it begins downward. */
export function supertrendOf(steps: readonly Step[], period: number, multiple: number) {
  const candles = steps.map(({ candle }) => candle);
  const ranges = atr(candles, period);
  let row: Row | undefined;
  const rows = candles.map(({ high, low, close }, t): Row | undefined => {
    const range = ranges[t];
    if (range === undefined) return undefined;
    const [lower, upper] = [(high + low) / 2 - multiple * range, (high + low) / 2 + multiple * range];
    row = row === undefined ? { lower, upper, direction: -1 } : next(close, candles[t - 1]!.close, lower, upper, row);
    return row;
  });
  const line: Column = rows.map((each) => (each?.direction === 1 ? each.lower : each?.upper));
  const direction: Column = rows.map((each) => each?.direction);
  return { line, direction };
}
