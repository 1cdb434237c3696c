// Columns of candles in; exits, windows and weights by the loops that anyone would write first, out.

import type { Frame } from '../src/research/frames/frame.ts';
import type { LabelCandles } from '../src/research/labels/label-candles.ts';

/** The price at which each bought row leaves; 0 where it cannot be entered. */
export function naiveBarriers(market: LabelCandles, candles: number, target: number, stop: number): Float64Array {
  const { rows, open, high, low, close, windowEnd } = market;
  const exits = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const end = Math.min(row + 1 + candles, windowEnd[row]!);
    if (row + 1 >= end) continue;
    const [up, down] = [open[row + 1]! + target, open[row + 1]! - stop];
    exits[row] = close[end - 1]!;
    for (let at = row + 1; at < end; at++) {
      if (high[at]! < up && low[at]! > down) continue;
      if (low[at]! <= down && !(at > row + 1 && open[at]! >= up)) {
        exits[row] = at > row + 1 && open[at]! <= down ? open[at]! : down;
      } else exits[row] = up;
      break;
    }
  }
  return exits;
}

/** The length of the window with the largest absolute t-value ahead of each of the first rows; 0 without one. */
export function naiveTrend({ close, windowEnd }: LabelCandles, rows: number, min: number, max: number): Int32Array {
  const spans = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = -1;
    for (let n = min; n <= max && row + n < windowEnd[row]!; n++) {
      let mean = 0;
      for (let x = 0; x < n; x++) mean += close[row + 1 + x]! / n;
      let [xx, xy] = [0, 0];
      for (let x = 0; x < n; x++) {
        xx += (x - (n - 1) / 2) ** 2;
        xy += (x - (n - 1) / 2) * (close[row + 1 + x]! - mean);
      }
      let residue = 0;
      for (let x = 0; x < n; x++) residue += (close[row + 1 + x]! - mean - (xy / xx) * (x - (n - 1) / 2)) ** 2;
      const t = xy === 0 ? 0 : Math.abs(xy / xx / Math.sqrt(residue / (n - 2) / xx));
      if (t <= largest) continue;
      largest = t;
      spans[row] = n;
    }
  }
  return spans;
}

export function naiveUniqueness(labels: Frame, candles: Frame): Float64Array {
  const clock = candles.times;
  const known = labels.column('known_time');
  const counts = new Int32Array(clock.length);
  const each = (row: number, visit: (candle: number) => void): void => {
    if (known.valid?.[row] === 0) return;
    for (let at = row + 1; at < clock.length && clock[at]! <= Number(known.values[row]); at++) visit(at);
  };
  for (let row = 0; row < labels.rows; row++) each(row, (candle) => counts[candle]!++);
  return Float64Array.from({ length: labels.rows }, (_, row) => {
    let [sum, length] = [0, 0];
    each(row, (candle) => {
      sum += 1 / counts[candle]!;
      length += 1;
    });
    return length === 0 ? 0 : sum / length;
  });
}
