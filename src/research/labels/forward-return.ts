// Candles and a horizon in; what the price did next after each of them, and when that was known, out. Looks forward: research only.

import type { Frame } from '../frames/frame.ts';
import { AT_FLATTEN, type AtFlatten, type WindowOptions } from './barrier-options.ts';
import { labelCandles } from './label-candles.ts';
import { checkFields, checkWholeOption, checkWordOption } from './label-error.ts';
import { labelFrame } from './label-frame.ts';
import { costPoints, type TradeCosts, tradeReturn } from './trade-costs.ts';
import { sidesOf, type TradeSides } from './trade-sides.ts';

export interface ForwardReturn extends Omit<WindowOptions, 'tick'> {
  /** Candles from the entry to the exit, the entry's own included; from 1. */
  readonly candles: number;
  /** Default `drop`: a shorter horizon is another label. */
  readonly atFlatten?: AtFlatten | undefined;
  /** Of a trade, whose return is after costs. Absent: the move of the price, without costs. */
  readonly side?: TradeSides | undefined;
  /** Of a round trip; what backtests assume where absent. */
  readonly costs?: TradeCosts | undefined;
}

const FIELDS = ['candles', 'flattenBeforeClose', 'atFlatten', 'side', 'costs'];

/**
 * A row for each candle; `decision_time` is its end. From the open of the next candle, the first price that could be had, to the close `candles`
 * after the decision: exit / entry - 1, times the side and after costs where one is given. Columns `known_time`, `entry_time`, `entry_price`,
 * `exit_price`, `side` where one is given, `return` (a fraction), `day`, `contract`. No window crosses a session, a roll or the flatten time.
 * UserErrors `bad-option`, `label-rows`, `frame-column`.
 */
export function forwardReturn(candles: Frame, options: ForwardReturn): Frame {
  checkFields('options', options, FIELDS);
  const { candles: horizon, atFlatten = 'drop', side, costs, flattenBeforeClose } = options;
  checkWholeOption('candles', horizon, 1);
  checkWordOption('atFlatten', atFlatten, AT_FLATTEN);
  const market = labelCandles(candles, flattenBeforeClose);
  const { rows, windowEnd, open, close, openTimeUs, closeTimeUs } = market;
  const sides = side === undefined ? undefined : sidesOf('side', side, candles);
  const points = sides === undefined ? 0 : costPoints(costs, market.instrument);
  const hasLabel = new Uint8Array(rows);
  const [known, entered] = [new Float64Array(rows), new Float64Array(rows)];
  const [entryPrice, exitPrice, returns] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const first = market.entry[row]!;
    const end = Math.min(first + horizon, windowEnd[row]!);
    if (first < 0 || (end < first + horizon && atFlatten === 'drop') || sides?.[row] === 0) continue;
    hasLabel[row] = 1;
    known[row] = closeTimeUs[end - 1]!;
    entered[row] = openTimeUs[first]!;
    const price = open[first]!;
    entryPrice[row] = price;
    exitPrice[row] = close[end - 1]!;
    const exit = close[end - 1]!;
    returns[row] = sides === undefined ? exit / price - 1 : tradeReturn(sides[row]!, price, exit, points);
  }
  return labelFrame(candles, {
    hasLabel,
    times: { known_time: known, entry_time: entered },
    floats: { entry_price: entryPrice, exit_price: exitPrice, return: returns },
    ...(sides === undefined ? {} : { int32s: { side: Int32Array.from(sides) } }),
  });
}
