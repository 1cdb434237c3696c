// Candles and three barriers in; which of them each decision met first, when it was known, and what that returned, out. Looks forward: research only.

import type { Frame } from '../frames/frame.ts';
import {
  AT_FLATTEN,
  type AtFlatten,
  type Barriers,
  barrierRows,
  type DirectionBarriers,
  type TradeBarriers,
} from './barrier-options.ts';
import { barrierOutcome } from './barrier-outcome.ts';
import { labelCandles } from './label-candles.ts';
import { checkObject, checkWholeOption, checkWordOption } from './label-error.ts';
import { labelFrame } from './label-frame.ts';
import { type BarrierScan, scanBarriers } from './scan-barriers.ts';

interface CandleWindow {
  /** Candles from the entry to the end of the window, the entry's own included; from 1. */
  readonly candles: number;
  /** Default `exit`. */
  readonly atFlatten?: AtFlatten | undefined;
}

export type TripleBarrier = (TradeBarriers & CandleWindow) | (DirectionBarriers & CandleWindow);

/**
 * A row for each candle; `decision_time` is its end. Entry is the open of the next candle of the session: the first price that could be had.
 * The window has `candles` candles and ends at the flatten time, the end of the session or of the contract, whatever comes first.
 *
 * Columns: `known_time`, `entry_time`, `touch_time` (the open of a candle that opened beyond the barrier, else the end of the candle), `entry_price`,
 * `exit_price`, `side`, `touch`, `return` (a fraction, of trades after costs), `day`, `contract`. A row without an entry, side or
 * volatility has none. `touch` is `target` or `stop` of trades, else `up`, `down` or `both`; `time` at the end of the window, `flatten`
 * where that was cut short. Of two barriers inside one candle a trade meets its stop. López de Prado 2018, chapter 3.
 *
 * UserErrors `bad-option`, `label-rows`, `frame-column`.
 */
export function tripleBarrier(candles: Frame, options: TripleBarrier): Frame {
  checkObject('options', options);
  const { candles: window, atFlatten = 'exit', flattenBeforeClose } = options;
  checkWholeOption('candles', window, 1);
  checkWordOption('atFlatten', atFlatten, AT_FLATTEN);
  const market = labelCandles(candles, flattenBeforeClose);
  const { rows, windowEnd, open, openTimeUs, closeTimeUs } = market;
  const asked: Barriers = options;
  const entryPrice = (row: number): number => open[market.entry[row]!] ?? Number.NaN;
  const barriers = barrierRows(candles, asked, ['candles', 'atFlatten'], market.instrument, entryPrice);
  const { side, targetTicks, stopTicks } = barriers;
  const [entry, end, isCut] = [new Int32Array(rows).fill(-1), new Int32Array(rows), new Uint8Array(rows)];
  for (let row = 0; row < rows; row++) {
    const first = market.entry[row]!;
    const wanted = first + window;
    end[row] = Math.min(wanted, windowEnd[row]!);
    isCut[row] = end[row]! < wanted ? 1 : 0;
    const isEntered = first >= 0 && !(isCut[row] === 1 && atFlatten === 'drop');
    if (isEntered && side[row] !== 0 && targetTicks[row]! > 0 && stopTicks[row]! > 0) entry[row] = first;
  }
  const scan: BarrierScan = { ...barriers, path: market, entry, end };
  const touches = scanBarriers(scan);
  const outcome = barrierOutcome(scan, touches, isCut, barriers.costPoints);
  const [known, entered, touched] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    if (entry[row]! < 0) continue;
    const exit = touches.exit[row]!;
    known[row] = closeTimeUs[exit]!;
    entered[row] = openTimeUs[entry[row]!]!;
    touched[row] = touches.atOpen[row] === 1 ? openTimeUs[exit]! : closeTimeUs[exit]!;
  }
  return labelFrame(candles, {
    hasLabel: outcome.hasLabel,
    times: { known_time: known, entry_time: entered, touch_time: touched },
    floats: { entry_price: outcome.entryPrice, exit_price: outcome.exitPrice, return: outcome.returns },
    int32s: { side: outcome.side },
    touch: outcome.touch,
  });
}
