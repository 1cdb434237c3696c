// Candles and the lengths of windows in; the window ahead of each candle with the surest straight trend, and its side, out. Looks forward: research only.

import type { Frame } from '../frames/frame.ts';
import type { WindowOptions } from './barrier-options.ts';
import { labelCandles } from './label-candles.ts';
import { checkFields, checkWholeOption } from './label-error.ts';
import { labelFrame } from './label-frame.ts';

export interface TrendScanning extends Omit<WindowOptions, 'tick'> {
  /** Candles of the shortest and of the longest window; from 3, since two points always make a line. */
  readonly min: number;
  readonly max: number;
}

/**
 * A row for each candle; `decision_time` is its end. Of each window of `min` to `max` closes from the next candle on a line is fitted by least
 * squares; the one whose slope has the largest absolute t-value is taken (López de Prado 2020, Machine Learning for Asset Managers, section
 * 5.4; of equal ones the shortest). Columns `known_time`, `entry_time`, `entry_price` (the open of the next candle), `exit_price` (the last
 * close of that window), `side` (the sign of the slope), `span` (its candles), `t_value`, `return` (the price's, without costs), `day`, `contract`.
 *
 * `known_time` is the end of the LONGEST window looked at: which one is surest is not known before. Windows that pass the flatten time, the
 * session or the contract are not looked at; without any, there is no label. A residue below 1e-12 of the variance counts as that much, so
 * that an exact line has a large t-value and not an infinite one.
 *
 * UserErrors `bad-option`, `label-rows`, `frame-column`.
 */
export function trendScanning(candles: Frame, options: TrendScanning): Frame {
  checkFields('options', options, ['min', 'max', 'flattenBeforeClose']);
  const { min, max, flattenBeforeClose } = options;
  checkWholeOption('min', min, 3);
  checkWholeOption('max', max, min);
  const market = labelCandles(candles, flattenBeforeClose);
  const { rows, windowEnd, open, close, openTimeUs, closeTimeUs } = market;
  const hasLabel = new Uint8Array(rows);
  const [known, entered] = [new Float64Array(rows), new Float64Array(rows)];
  const [entryPrice, exitPrice, returns] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  const [side, span, tValue] = [new Int32Array(rows), new Int32Array(rows), new Float64Array(rows)];
  const best = { span: 0, tValue: 0 };
  for (let row = 0; row < rows; row++) {
    const first = market.entry[row]!;
    const end = Math.min(first + max, windowEnd[row]!);
    if (first < 0 || end - first < min) continue;
    surestTrend(close, first, end, min, best);
    const exit = first + best.span - 1;
    hasLabel[row] = 1;
    known[row] = closeTimeUs[end - 1]!;
    entered[row] = openTimeUs[first]!;
    entryPrice[row] = open[first]!;
    exitPrice[row] = close[exit]!;
    returns[row] = close[exit]! / open[first]! - 1;
    side[row] = Math.sign(best.tValue);
    span[row] = best.span;
    tValue[row] = best.tValue;
  }
  return labelFrame(candles, {
    hasLabel,
    times: { known_time: known, entry_time: entered },
    floats: { entry_price: entryPrice, exit_price: exitPrice, t_value: tValue, return: returns },
    int32s: { side, span },
  });
}

/** Of the variance: below it a residue is float noise. */
const NOISE = 1e-12;

/** Windows from `from`, of `min` points up to the last before `end`, by running sums: one step for each point. */
function surestTrend(
  close: Float64Array,
  from: number,
  end: number,
  min: number,
  best: { span: number; tValue: number },
): void {
  // less the first close, the sums stay small and lose nothing
  const first = close[from]!;
  let [sum, squares, products, largest] = [0, 0, 0, -1];
  for (let at = from; at < end; at++) {
    const x = at - from;
    const y = close[at]! - first;
    sum += y;
    squares += y * y;
    products += x * y;
    const n = x + 1;
    if (n < min) continue;
    const xx = (n * (n * n - 1)) / 12;
    const xy = products - ((n - 1) / 2) * sum;
    const yy = squares - (sum * sum) / n;
    const residue = Math.max(yy - (xy * xy) / xx, yy * NOISE);
    // a flat window has no trend
    const square = residue > 0 ? ((n - 2) * xy * xy) / (xx * residue) : 0;
    if (square <= largest) continue;
    largest = square;
    best.span = n;
    best.tValue = Math.sign(xy) * Math.sqrt(square);
  }
}
