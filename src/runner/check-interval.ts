// Takes the kind of a part and the candles that a strategy decides on; refuses parts of which those candles cannot be made.

import { candleIntervalUsOf } from '../adapters/datasets/candle-kind.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import { UserError } from '../adapters/user-error.ts';
import type { CandleInterval } from '../core/candles/candle-interval.ts';

/** A candle can be made of bars that divide it; a finer one would have to be invented. UserError `bars-too-coarse`. */
export function checkInterval(symbol: string, kind: PartKind, interval: CandleInterval): void {
  const barUs = candleIntervalUsOf(kind);
  if (barUs === undefined || (interval.kind === 'time' && interval.us % barUs === 0)) return;
  throw new UserError({
    code: 'bars-too-coarse',
    message: `The data of ${symbol} are ${kind}, of which the candles that the strategy decides on cannot be made`,
    field: 'kind',
    fix: 'Import trades or shorter bars, or use a strategy with longer candles',
  });
}
