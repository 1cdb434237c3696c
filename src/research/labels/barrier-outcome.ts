// What the scan of barriers found in; side, touch, prices and return of each row as columns out.

import { TOUCH_WORDS, type TouchWord } from './label-frame.ts';
import {
  type BarrierScan,
  type BarrierTouches,
  BOTH_TOUCH,
  END_TOUCH,
  STOP_TOUCH,
  TARGET_TOUCH,
} from './scan-barriers.ts';
import { tradeReturn } from './trade-costs.ts';

export interface BarrierOutcome {
  readonly hasLabel: Uint8Array;
  readonly entryPrice: Float64Array;
  readonly exitPrice: Float64Array;
  readonly side: Int32Array;
  /** Places in `TOUCH_WORDS`. */
  readonly touch: Int32Array;
  /** A fraction of the entry price. */
  readonly returns: Float64Array;
}

const wordAt = (word: TouchWord): number => TOUCH_WORDS.indexOf(word);

/** By code of a touch; `isCut` says of which rows the end was the flatten time and not the end of the window. */
const TRADE_WORDS = new Int32Array(5);
TRADE_WORDS[TARGET_TOUCH] = wordAt('target');
TRADE_WORDS[STOP_TOUCH] = wordAt('stop');
TRADE_WORDS[END_TOUCH] = wordAt('time');
const DIRECTION_WORDS = new Int32Array(5);
DIRECTION_WORDS[TARGET_TOUCH] = wordAt('up');
DIRECTION_WORDS[STOP_TOUCH] = wordAt('down');
DIRECTION_WORDS[BOTH_TOUCH] = wordAt('both');
DIRECTION_WORDS[END_TOUCH] = wordAt('time');
const FLATTEN = wordAt('flatten');

/** `side` is that of the trade; of no trade, where the price went first: 1 up, -1 down, 0 neither. */
export function barrierOutcome(
  scan: BarrierScan,
  touches: BarrierTouches,
  isCut: Uint8Array,
  costPoints: number,
): BarrierOutcome {
  const rows = scan.entry.length;
  const hasLabel = new Uint8Array(rows);
  const entryPrice = new Float64Array(rows);
  const side = new Int32Array(rows);
  const touch = new Int32Array(rows);
  const returns = new Float64Array(rows);
  const words = scan.isTrade ? TRADE_WORDS : DIRECTION_WORDS;
  for (let row = 0; row < rows; row++) {
    const at = scan.entry[row]!;
    if (at < 0) continue;
    const code = touches.touch[row]!;
    const price = scan.path.open[at]!;
    hasLabel[row] = 1;
    entryPrice[row] = price;
    touch[row] = code === END_TOUCH && isCut[row] === 1 ? FLATTEN : words[code]!;
    const exitPrice = touches.exitPrice[row]!;
    if (scan.isTrade) {
      side[row] = scan.side[row]!;
      returns[row] = tradeReturn(scan.side[row]!, price, exitPrice, costPoints);
    } else {
      side[row] = code === TARGET_TOUCH ? 1 : code === STOP_TOUCH ? -1 : 0;
      returns[row] = exitPrice / price - 1;
    }
  }
  return { hasLabel, entryPrice, exitPrice: touches.exitPrice, side, touch, returns };
}
